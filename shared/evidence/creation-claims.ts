import * as z from 'zod';
import { keyId, type KeyUrl } from '../keys/key-url';
import type { CreationClaims } from '../world';
import { change, type Rows } from './rows';

export const Claim = z.object({ owner: z.string(), until: z.iso.datetime() });
export type Claim = z.infer<typeof Claim>;

const addressOf = ({ key, from }: { key: KeyUrl; from: string }) => ({ partition: keyId(key), row: from });

/** Claims by conditional writes: of several that come at once, one wins. Leases end by `now`, the estate's clock. */
export const creationClaims = (rows: Rows<Claim>, now: () => Date): CreationClaims => ({
  async acquire({ owner, leaseSeconds, ...version }) {
    const until = new Date(now().getTime() + leaseSeconds * 1_000).toISOString();
    const claim = await change(rows, addressOf(version), (held): Claim => {
      const isFree = !held || held.owner === owner || Date.parse(held.until) <= now().getTime();
      return isFree ? { owner, until } : held;
    });
    return claim.owner === owner;
  },
  async release({ owner, ...version }) {
    const held = await rows.get(addressOf(version));
    if (held?.value.owner === owner) await rows.remove(held);
  },
});
