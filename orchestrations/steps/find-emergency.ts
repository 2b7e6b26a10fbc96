import * as z from 'zod';
import { isUndoing } from '../../shared/rotations/undo';
import { recordOf } from '../../shared/rotations/record-of';
import { isEmergency } from '../../shared/rotations/request';
import { step } from '../durable';

/**
 * What a running rotation, or the undo of one, must give way to: an emergency that it cannot serve, because its version may be
 * what leaked; for a rotation also an order to take it back.
 */
export const findEmergency = step({
  name: 'findEmergency',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ found: z.boolean(), undo: z.boolean().optional() }),
  async run({ rotationId }, world) {
    const record = await recordOf(world, rotationId);
    const open = await world.requests.open(record.key);
    const undo = record.closedAt === undefined && isUndoing(record);
    return { found: open.some(({ cause }) => isEmergency(cause)), ...(undo && { undo }) };
  },
});
