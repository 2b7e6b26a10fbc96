import type { Dependent, Move } from '../dependents/dependent';
import { doubtOfSilence, wasDone, workByOthers, type AuditedUse, type LogReading } from './log-reading';
import { ownersAmong } from './owners';

type Known = Pick<Dependent, 'id' | 'identities'>;

export interface LogQuestion {
  readonly reading: LogReading;
  /** All of them: several under one identity cannot be told apart. */
  readonly dependents: readonly Known[];
  readonly to: string;
  /** Since when no other version may have been used. */
  readonly since: Date;
}

/** `log` with what the log shows, or why it proves nothing. */
export type LogVerdict =
  | { readonly proof: 'log'; readonly because: string; readonly window: NonNullable<Move['window']> }
  | { readonly proof: 'none'; readonly because: string };

const none = (because: string): LogVerdict => ({ proof: 'none', because });

const counted = (uses: readonly AuditedUse[]): number => uses.reduce((sum, { count }) => sum + count, 0);

const latest = (uses: readonly AuditedUse[]): AuditedUse | undefined =>
  uses.toSorted((a, b) => a.last.localeCompare(b.last)).at(-1);

/**
 * Whether the audit log shows that a dependent has moved: its own identity used the new version, and did not so much as try
 * another since the given time, in which the vault logged without a gap. Services that open their key under a principal of their own, not
 * the resource's, cannot be proven so. A user-assigned identity that something unknown uses as well would be taken for the
 * dependent.
 */
export function logProver({ reading, dependents, to, since }: LogQuestion): (dependent: Known) => LogVerdict {
  const doubt = doubtOfSilence(reading, since);
  if (reading.is === 'unavailable' || doubt) return () => none(doubt ?? 'there is no audit log');
  const ownersOf = ownersAmong(dependents);
  const owned = workByOthers(reading.uses).map((use) => ({ use, owners: ownersOf(use.by) }));
  const until = reading.newest ?? reading.span.to;

  return ({ id }) => {
    const mine = owned.filter(({ owners }) => owners.some((owner) => owner.id === id));
    const other = mine.flatMap(({ owners }) => owners).find((owner) => owner.id !== id);
    if (other) return none(`the audit log cannot tell it from ${other.id}, which works under the same identity`);
    const uses = mine.map(({ use }) => use);
    const old = latest(uses.filter(({ version, last }) => version && version !== to && new Date(last) >= since));
    if (old) return none(`the audit log shows that its identity used version ${old.version} at ${old.last}`);
    const fresh = uses.filter((use) => use.version === to && wasDone(use));
    const newest = latest(fresh);
    if (!newest) return none('the audit log shows no use of the new version by its identity');
    const window = { from: since.toISOString(), to: until.toISOString() };
    const because =
      `Its identity used the new version ${counted(fresh)} times, last at ${newest.last}, and no other version ` +
      `from ${window.from} to ${window.to}.`;
    return { proof: 'log', because, window };
  };
}
