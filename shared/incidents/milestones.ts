import type { Incident } from './incident';
import type { KeyProgress } from './key-progress';

type Milestones = Pick<Incident, 'provenAt' | 'disabledAt' | 'closedAt'>;

/** The last of the times, if all have come. */
const lastOf = (times: readonly (string | undefined)[]): string | undefined =>
  times.every((time) => time !== undefined) ? times.toSorted().at(-1) : undefined;

/** What an incident has come to. Pure. It is over when a second person has reviewed it, and all is disabled that anything was begun for. */
export function milestonesOf(incident: Incident, keys: readonly KeyProgress[], now: Date): Milestones {
  const provenAt = lastOf(keys.map(({ times }) => times.proven));
  const disabledAt = lastOf(keys.map(({ times }) => times.disabled));
  const isDone = ({ times, state }: KeyProgress) => times.disabled !== undefined || state === 'closed';
  const isOver = keys.every(isDone) && incident.review !== undefined;
  return { provenAt, disabledAt, closedAt: isOver ? (incident.closedAt ?? now.toISOString()) : undefined };
}

const minute = 60_000;

/** Often while it is young, and once an hour at last: a tenth of the time since anybody asked for more, from 15 seconds on. */
export const nextLookAt = ({ openedAt, asks }: Incident, now: Date): string => {
  const age = now.getTime() - Date.parse(asks.at(-1)?.at ?? openedAt);
  return new Date(now.getTime() + Math.min(Math.max(age / 10, minute / 4), 60 * minute)).toISOString();
};
