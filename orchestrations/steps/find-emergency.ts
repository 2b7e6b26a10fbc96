import * as z from 'zod';
import { recordOf } from '../../shared/rotations/record-of';
import { isEmergency } from '../../shared/rotations/request';
import { step } from '../durable';

/** Whether an emergency waits that the running rotation cannot serve, because its version may be what leaked. */
export const findEmergency = step({
  name: 'findEmergency',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ found: z.boolean() }),
  async run({ rotationId }, world) {
    const { key } = await recordOf(world, rotationId);
    const open = await world.requests.open(key);
    return { found: open.some(({ cause }) => isEmergency(cause)) };
  },
});
