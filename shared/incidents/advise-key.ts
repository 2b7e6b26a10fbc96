import { shadowUsersAmong } from '../audit/shadow-users';
import { inOnePart, SearchUnfinished } from '../dependents/search-parts';
import type { Dependent } from '../dependents/dependent';
import { membersOfPlan } from '../rotations/members-of-plan';
import type { KeyUrl } from '../keys/key-url';
import type { World } from '../world';
import type { Advice } from './advice';
import { adviseMode } from './advise-mode';

/** How far back exports are looked for. Workspaces keep 30 days unless told otherwise; whatever they keep is searched. */
const lookBack = { days: 90 };

/** Advice need not wait for another search of a large estate. */
const sharedMs = 15 * 60_000;

const notSearched =
  'The search for dependents took longer than an answer may, so unusual callers could not be told from those that belong to one.';

function orNothing(error: unknown): undefined {
  if (error instanceof SearchUnfinished) return undefined;
  throw error;
}

/** So many rotations back whoever used the key is still known. */
const rotationsKnown = 5;

/** What rotations have found before: what has moved to another key since, or is gone, still stands in the log. */
async function formerUsers({ records, plans }: Pick<World, 'records' | 'plans'>, key: KeyUrl): Promise<Dependent[]> {
  const newest = (await records.ofKey(key)).flatMap(({ planId }) => planId ?? []).slice(0, rotationsKnown);
  return (await Promise.all(newest.map((planId) => membersOfPlan(plans, planId)))).flat();
}

/** Searches the audit log of the key. Never throws for a log that cannot be read: that is a doubt. */
export async function adviseKey(
  world: Pick<World, 'audit' | 'dependents' | 'policy' | 'records' | 'plans' | 'now'>,
  key: KeyUrl,
): Promise<Advice> {
  const now = world.now();
  const from = new Date(now.getTime() - lookBack.days * 86_400_000);
  const reading = await world.audit.read(key, { from, to: now });
  if (reading.is === 'unavailable') return adviseMode({ reading, shadowUsers: [], now });
  const policy = await world.policy();
  const notOlderThan = new Date(now.getTime() - sharedMs);
  const found = await inOnePart(() => world.dependents.find(key, policy, { notOlderThan })).catch(orNothing);
  if (found) {
    const known = { ...found, dependents: [...found.dependents, ...(await formerUsers(world, key))] };
    return adviseMode({ reading, shadowUsers: shadowUsersAmong(reading.uses, known, policy.knownUsers), now });
  }
  const advice = adviseMode({ reading, shadowUsers: [], now });
  return { ...advice, doubts: [...advice.doubts, notSearched] };
}
