import * as z from 'zod';
import type { Dependent } from '../dependents/dependent';

const Counts = z.record(z.string(), z.int());

/** What a rotation touches, counted by where it lies. Stores of applications lie in no subscription that we know of. */
export const BlastRadius = z.object({
  byType: Counts,
  byRegion: Counts,
  bySubscription: Counts,
});
export type BlastRadius = z.infer<typeof BlastRadius>;

const unknown = 'not known';

const subscriptionOf = ({ id }: Dependent): string =>
  /^\/subscriptions\/([^/]+)/i.exec(id)?.[1]?.toLowerCase() ?? unknown;

const counted = (names: readonly string[]): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
};

export const blastRadius = (dependents: readonly Dependent[]): BlastRadius => ({
  byType: counted(dependents.map(({ type }) => type)),
  byRegion: counted(dependents.map(({ region = unknown }) => region)),
  bySubscription: counted(dependents.map(subscriptionOf)),
});
