import * as z from 'zod';
import { lookAgainAt, pausedInWords } from '../../shared/rotations/pause';
import { pauseOf } from '../../shared/rotations/pause-of';
import type { RotationRecord } from '../../shared/rotations/record';
import { isUndoing } from '../../shared/rotations/undo';
import { recordOf } from '../../shared/rotations/record-of';
import { isServedByMove } from '../../shared/rotations/served-by-move';
import { isEmergency } from '../../shared/rotations/request';
import type { World } from '../../shared/world';
import { step } from '../durable';

/**
 * What a running rotation, or the undo of one, must give way to: an emergency that it cannot serve, because its version may be
 * what leaked (one that a move to a clean vault serves is taken up by it); for a rotation also an order to take it back, and a pause, which the record then tells.
 */
export const findEmergency = step({
  name: 'findEmergency',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ found: z.boolean(), undo: z.boolean().optional(), pausedUntil: z.iso.datetime().optional() }),
  async run({ rotationId }, world) {
    const record = await recordOf(world, rotationId);
    const emergencies = (await world.requests.open(record.key)).filter(({ cause }) => isEmergency(cause));
    const served = emergencies.filter((each) => isServedByMove(record, each));
    await world.requests.take(served, rotationId);
    const undo = record.closedAt === undefined && isUndoing(record);
    const pausedUntil = record.closedAt === undefined ? await notePause(world, record) : undefined;
    return {
      found: served.length < emergencies.length,
      ...(undo && { undo }),
      ...(pausedUntil && { pausedUntil }),
    };
  },
});

async function notePause(world: World, record: RotationRecord): Promise<string | undefined> {
  const pause = await pauseOf(world, record);
  if (pause) {
    const because = pausedInWords(pause);
    await world.records.update(record.id, { state: 'waiting', because, pausedBy: pause.id });
    return lookAgainAt(pause, world.now());
  }
  if (record.pausedBy)
    await world.records.update(record.id, { state: 'running', because: undefined, pausedBy: undefined });
  return undefined;
}
