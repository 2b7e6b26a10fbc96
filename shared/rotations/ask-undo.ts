import { RewrapError } from '../errors';
import type { Workflows, World } from '../world';
import type { Finding } from './finding';
import type { RotationRecord } from './record';
import { recordOf } from './record-of';
import { rotationInstance } from './request-rotation';
import { isUndoing, type Undo } from './undo';
import { whyNotUndone } from './why-not-undone';

/** A rotation stays as it is, because taking it back would do harm or nothing. `code` says which. */
export class UndoRefused extends RewrapError {
  readonly status = 409;
  readonly code: string;
  readonly nextStep: string;
  constructor({ code, message, nextStep }: Finding) {
    super(`Expected a rotation that can be taken back. ${message}.`);
    this.code = code;
    this.nextStep = `${nextStep}.`;
  }
}

type Order = Pick<Undo, 'reason' | 'requestedBy' | 'wave' | 'dependents'>;

/**
 * Orders that a rotation is taken back. The order is written first: a rotation that is under way sees it at its next safe
 * point, ends, and has it begun. Asking again while it goes on changes nothing. @throws {RotationUnknown} {UndoRefused}
 */
export async function askUndo(
  { workflows, ...world }: Pick<World, 'records' | 'keys' | 'now'> & { workflows: Workflows },
  id: string,
  order: Order,
): Promise<RotationRecord> {
  const record = await recordOf(world, id);
  if (isUndoing(record)) return record;
  const refusal = await refusalToUndo(world, record);
  if (refusal) throw new UndoRefused(refusal);

  const asked = await world.records.update(id, { undo: { ...order, state: 'asked', at: world.now().toISOString() } });
  if (asked.closedAt === undefined) await workflows.tell(rotationInstance(record.key), 'request', {});
  else await startUndo(workflows, id);
  return asked;
}

/** Why the rotation must not be taken back as things stand now, if so. */
export const refusalToUndo = async (
  { records, keys, now }: Pick<World, 'records' | 'keys' | 'now'>,
  record: RotationRecord,
): Promise<Finding | undefined> =>
  whyNotUndone({
    now: now(),
    record,
    records: await records.ofKey(record.key),
    moves: await records.moves(record.id),
    versions: await keys.versions(record.key),
  });

/** Starts the workflow that takes the rotation back, unless it is alive. */
export const startUndo = (workflows: Workflows, rotationId: string): Promise<'started' | 'alive'> =>
  workflows.start('undoMoves', `undo-${rotationId}`, { rotationId });
