import { vaultOf, type KeyUrl } from '../keys/key-url';
import type { Dependent, Move } from './dependent';
import type { LagSummary } from './lags';
import type { Resource, Standing } from './look';
import type { Place, Target } from './reference';

/** What is wanted of a dependent, and since when. */
export interface Wish {
  readonly dependent: Dependent;
  readonly key: KeyUrl;
  readonly to: string;
  /** The key that `to` is of. */
  readonly toKey: KeyUrl;
  readonly nudge: boolean;
  /** A move is taken back. */
  readonly undo?: true;
  /** How long others of its type took to follow in its region, where that was measured. */
  readonly observed?: LagSummary;
  readonly startedAt: Date;
  readonly now: Date;
}

/** What to do next: say where it stands, or write once; an empty version makes references versionless again. */
export type Decision =
  | { readonly do: 'answer'; readonly answer: Pick<Move, 'state' | 'proof' | 'because'>; readonly lookAgainMs?: number }
  | {
      readonly do: 'write';
      readonly resource: Resource;
      readonly targets: readonly Target[];
      readonly version: string;
    };

/** A resource that speaks of our keys. */
export type Here = Extract<Standing, { is: 'here' }>;

/** It is where it is to be. */
export const settled = (proof: Move['proof'], because?: string): Decision => ({
  do: 'answer',
  answer: { state: 'settled', proof, ...(because && { because }) },
});
/** It is not, and waiting will not bring it there. */
export const unproven = (state: 'failed' | 'needs-person', because: string): Decision => ({
  do: 'answer',
  answer: { state, proof: 'unproven', because },
});

/** A reference that turns to another key keeps its kind: one without version stays without, unless it is nudged there. */
export const pointing = (
  { resource }: Here,
  places: readonly Place[],
  { toKey, nudge }: Pick<Wish, 'toKey' | 'nudge'>,
  version: string,
): Decision => ({
  do: 'write',
  resource,
  version,
  targets: places.map(({ key, where, vault, follows, version: named }) => ({
    where,
    key: toKey,
    version: named || (key === toKey && (nudge || !follows)) ? version : '',
    ...(vault && vaultOf(key) !== vaultOf(toKey) && { vault }),
  })),
});

/** How long to wait, how often to look meanwhile, and when there is something to see at the earliest. */
export interface Patience {
  readonly ms: number;
  readonly lookEveryMs: number;
  readonly notBeforeMs?: number;
}

/** Pending until patience is over, then `otherwise`. */
export const waitFor = (
  { ms, lookEveryMs, notBeforeMs = 0 }: Patience,
  { startedAt, now }: Wish,
  because: string,
  otherwise: Decision,
): Decision => {
  const waited = now.getTime() - startedAt.getTime();
  const left = ms - waited;
  if (left <= 0) return otherwise;
  const answer = { state: 'pending', proof: 'unproven', because } as const;
  return { do: 'answer', answer, lookAgainMs: Math.min(left, Math.max(lookEveryMs, notBeforeMs - waited)) };
};

/** Whether so much time has passed since the move began. */
export const isOver = (ms: number, { startedAt, now }: Wish): boolean => now.getTime() - startedAt.getTime() >= ms;
