import * as z from 'zod';
import type { Arm } from '../azure/arm';

const query = [
  'resources',
  "| where type =~ 'microsoft.keyvault/vaults'",
  '| project subscriptionId, location, properties',
  '| order by subscriptionId asc',
].join('\n');

const VaultRow = z.object({
  subscriptionId: z.string(),
  location: z.string().nullish(),
  properties: z.object({ vaultUri: z.string().optional() }),
});

const lookEveryMs = 60 * 60_000;
/** After a look that failed. */
const tryAgainAfterMs = 10 * 60_000;

const originOf = (uri: string): string | undefined => (URL.canParse(uri) ? new URL(uri).origin : undefined);

/**
 * Subscription and region of each vault in one word, as far as Resource Graph shows them: what vaults of one subscription may do
 * together is counted by it. Never waits: it looks beside the calls that ask, and until it knows a vault it answers nothing.
 */
export const vaultHomes = ({
  arm,
  subscriptions,
  now,
}: {
  arm: Pick<Arm, 'resourceGraph'>;
  subscriptions: () => Promise<readonly string[]>;
  now: () => number;
}): ((vault: string) => string | undefined) => {
  let homes: ReadonlyMap<string, string> = new Map();
  let nextLook = -Infinity;

  const look = async (): Promise<void> => {
    try {
      const rows = await arm.resourceGraph(query, await subscriptions(), VaultRow);
      homes = new Map(
        rows.flatMap(({ subscriptionId, location, properties }) => {
          const vault = originOf(properties.vaultUri ?? '');
          return vault ? [[vault, `${subscriptionId}/${location ?? ''}`.toLowerCase()] as const] : [];
        }),
      );
    } catch {
      // What is not known counts as one subscription, which is the strict reading.
      nextLook = now() + tryAgainAfterMs;
    }
  };

  return (vault) => {
    if (now() >= nextLook) {
      nextLook = now() + lookEveryMs;
      void look();
    }
    return homes.get(vault);
  };
};
