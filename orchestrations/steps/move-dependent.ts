import * as z from 'zod';
import type { Dependent, Move } from '../../shared/dependents/dependent';
import { messageOf } from '../../shared/errors';
import { KeyUrl, VersionId } from '../../shared/keys/key-url';
import { mayTakeBack } from '../../shared/rotations/may-take-back';
import { noteLag } from '../../shared/rotations/note-lag';
import { provenSince } from '../../shared/rotations/proven-since';
import type { RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import type { World } from '../../shared/world';
import { member } from '../durable';

/**
 * How long one move may be under way before it counts as failed. Followers have the longer lag of their service; a store
 * that comes further with each look takes as long as it takes.
 */
const patience = { hours: 2 };

/** Where the dependents of a rotation are to go. */
export const Target = z.object({
  rotationId: z.string(),
  planId: z.string(),
  key: KeyUrl,
  to: VersionId,
  nudge: z.boolean().describe('Do not wait for a service to follow by itself where it can be nudged'),
  undoFrom: VersionId.optional().describe('Given where moves to this version are taken back'),
});
export type Target = z.infer<typeof Target>;

export const Progress = z.object({
  state: z.enum(['settled', 'pending', 'failed', 'needs-person']),
  proven: z.boolean(),
  checkAgainAt: z.iso.datetime().optional(),
  goesOn: z.boolean().optional().describe('More is to do, at once'),
});
export type Progress = z.infer<typeof Progress>;

const over: Progress = { state: 'failed', proven: false };
const there: Progress = { state: 'settled', proven: true };

/**
 * Looks where one dependent stands and brings it one step further. Every look is written to the record, which is also
 * where the next look finds the operation under way; so it may be repeated at any time. Once the rotation is over nothing is
 * moved: a late delivery would move dependents back from where another rotation has brought them. Moves are taken back only
 * after the rotation is over, while its undo goes on, and to a version that is still good.
 */
export const moveDependent = member({
  name: 'moveDependent',
  input: z.object({ ...Target.shape, slice: z.int(), index: z.int() }),
  output: Progress,
  async run({ rotationId, planId, slice, index, ...target }, world) {
    const { key, to, nudge, undoFrom } = target;
    const dependent = (await world.plans.slice(planId, slice))[index];
    if (!dependent) throw new Error(`Plan ${planId} has no dependent ${index} in slice ${slice}`);

    const record = await recordOf(world, rotationId);
    if (await isOver(world, record, undoFrom)) return over;
    const before = await world.records.move(rotationId, dependent.id);
    const earlier = before?.to === to ? before : undefined;
    const { newDataKeysSince, toKey } = record;
    const isPlain = undoFrom === undefined && newDataKeysSince === undefined;
    if (isPlain && isProvenLately(earlier, world.now())) return there;
    const move = await tryToMove(world, dependent, { ...target, toKey, earlier, newDataKeysSince });
    if (undoFrom === undefined) await noteLag(world, { dependent, key, nudge, earlier, move });
    await world.records.noteMove(rotationId, provenSince(move, earlier));
    return {
      state: move.state,
      proven: move.proof !== 'unproven',
      ...(move.state === 'pending' && whenToLook(move, world.now().toISOString())),
    };
  },
});

const isOver = async (world: World, record: RotationRecord, undoFrom: string | undefined): Promise<boolean> =>
  undoFrom === undefined ? record.closedAt !== undefined : !(await mayTakeBack(world, record));

/**
 * Whoever was seen on the new version minutes ago is not asked again because others of its slice need longer: Azure limits
 * such questions. The retirement asks everybody anew. Of moves that are taken back or encrypt again it says nothing.
 */
const proofHolds = { minutes: 10 };

const isProvenLately = (earlier: Move | undefined, now: Date): boolean =>
  earlier?.state === 'settled' &&
  ['read-back', 'unwrapped'].includes(earlier.proof) &&
  now.getTime() - Date.parse(earlier.at) < proofHolds.minutes * 60_000;

const whenToLook = ({ checkpoint, checkAgainAt }: Move, now: string) => ({
  checkAgainAt: checkAgainAt ?? now,
  ...(checkpoint !== undefined && checkAgainAt !== undefined && checkAgainAt <= now && { goesOn: true }),
});

const cameFurther = (move: Move, earlier: Move | undefined): boolean =>
  move.checkpoint !== undefined && move.checkpoint !== earlier?.checkpoint;

interface How extends Pick<Target, 'key' | 'to' | 'nudge' | 'undoFrom'> {
  readonly toKey: KeyUrl | undefined;
  readonly earlier: Move | undefined;
  readonly newDataKeysSince: string | undefined;
}

/** A fault that may pass leaves its reason in the record; the workflow looks again. */
async function tryToMove(world: World, dependent: Dependent, how: How): Promise<Move> {
  const { earlier, to } = how;
  const now = world.now();
  const since = earlier && earlier.state !== 'failed' ? earlier.startedAt : now.toISOString();
  try {
    const move = await advance(world, dependent, how);
    const waited = now.getTime() - new Date(since).getTime();
    const isPatient = dependent.mode !== 'pinned' || waited < patience.hours * 3_600_000;
    if (move.state !== 'pending' || isPatient || cameFurther(move, earlier)) return move;
    return {
      ...move,
      state: 'failed',
      because: `still under way after ${patience.hours} hours: ${move.because ?? 'no reason given'}`,
    };
  } catch (error) {
    const { id, type } = dependent;
    const because = messageOf(error);
    return {
      dependent: id,
      type,
      to,
      proof: 'unproven',
      state: 'failed',
      because,
      startedAt: since,
      at: now.toISOString(),
    };
  }
}

function advance(
  { dependents }: World,
  dependent: Dependent,
  { key, to, toKey, nudge, undoFrom, earlier, newDataKeysSince: since }: How,
): Promise<Move> {
  const heading = { key, to, ...(toKey && { toKey }), ...(earlier && { earlier }) };
  return undoFrom === undefined
    ? dependents.move(dependent, { ...heading, nudge, ...(since && { reencrypt: { since } }) })
    : dependents.undo(dependent, { ...heading, from: undoFrom });
}
