import { KeyUrl } from '../../../shared/keys/key-url';
import { Policy } from '../../../shared/policy/policy';

export const v1 = '1'.repeat(32);
export const v2 = '2'.repeat(32);
export const host = 'payments.vault.azure.net';
export const key = KeyUrl.parse(`https://${host}/keys/ledger`);
export const subscription = '00000000-0000-0000-0000-000000000001';

export const aPolicy = (subscriptions: string[] = [subscription]): Policy =>
  Policy.parse({
    scope: { subscriptions, vaults: [`https://${host}`] },
    classes: [{ name: 'all', cryptoperiod: 'P90D' }],
  });
