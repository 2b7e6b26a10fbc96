import type { AccessFacts } from '../access/facts';
import { type MayUse, mayUseIn } from '../access/may-use';
import { inBatches } from '../dependents/in-batches';
import { after, inOnePart } from '../dependents/search-parts';
import { messageOf } from '../errors';
import type { Tagged } from '../incidents/urgency';
import { KeyUrl, nameOf } from '../keys/key-url';
import { type Seen, seenTo } from '../rotations/standby-findings';
import type { World } from '../world';
import type { StandIn } from './stand-ins';

/** How long, and for how many keys, what uses them is looked for. */
export interface Bounds {
  readonly ms: number;
  readonly keys: number;
}

/** What uses the keys that a clean vault stands in for, whether it may move there, and where nobody has looked. */
export interface Movers {
  readonly seen: readonly Seen[];
  readonly unsearched: readonly { readonly scope: string; readonly because: string }[];
}

/** Who uses a key changes slowly, and the sweep reads it every quarter of an hour. */
const sharedMs = 3_600_000;

const atOnce = 5;

type Ports = Pick<World, 'policy' | 'now'> & { readonly dependents: Pick<World['dependents'], 'find'> };

async function usersOf(ports: Ports, { key }: Tagged, mayUseFor: (key: KeyUrl) => MayUse): Promise<Movers> {
  const notOlderThan = new Date(ports.now().getTime() - sharedMs);
  try {
    const found = await ports.dependents.find(key, await ports.policy(), { notOlderThan });
    const users = [...found.dependents, ...(found.ownedElsewhere ?? [])];
    return { seen: seenTo(users, mayUseFor(key)), unsearched: found.unreadable };
  } catch (error) {
    return { seen: [], unsearched: [{ scope: key, because: messageOf(error) }] };
  }
}

const together = (parts: readonly Movers[]): Movers => ({
  seen: [
    ...new Map(parts.flatMap(({ seen }) => seen).map((each) => [`${each.dependent.id} ${each.may}`, each])).values(),
  ],
  unsearched: [...new Map(parts.flatMap(({ unsearched }) => unsearched).map((each) => [each.scope, each])).values()],
});

/**
 * Looks for what uses the keys, the most urgent ones first, for as long as it may. What was read is remembered, so that who asks
 * again comes further.
 */
export function whoMayMove(
  ports: Ports,
  { standby, keys }: StandIn,
  { facts, bounds }: { facts: AccessFacts | undefined; bounds: Bounds },
): Promise<Movers> {
  const beyond = keys
    .slice(bounds.keys)
    .map(({ key }) => ({ scope: key, because: `Only ${bounds.keys} keys are looked at` }));
  const mayUse = facts ? mayUseIn(facts, standby) : () => () => undefined;
  const mayUseFor = (key: KeyUrl) => mayUse(KeyUrl.parse(`${standby}/keys/${nameOf(key)}`));
  return inOnePart(async () => {
    const looks = await inBatches(keys.slice(0, bounds.keys), atOnce, (each) => usersOf(ports, each, mayUseFor));
    return together([...looks, { seen: [], unsearched: beyond }]);
  }, after(bounds.ms));
}
