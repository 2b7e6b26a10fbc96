import { Policy } from '../../../shared/policy/policy';

type Input = Parameters<typeof Policy.parse>[0];

/** A small policy over one vault; later fields replace those before. */
export const aPolicy = (change: Record<string, unknown> = {}): Policy => {
  const policy: Input = {
    scope: { subscriptions: [], vaults: ['https://payments.vault.azure.net'] },
    classes: [{ name: 'all', cryptoperiod: 'P1Y', origin: 'generated' }],
    ...change,
  };
  return Policy.parse(policy);
};
