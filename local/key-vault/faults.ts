import * as z from 'zod';
import { operations, type Operation } from './operations';

const aim = {
  operation: z.enum(operations).describe('Call to disturb, for instance "create" or "wrapKey"'),
  key: z.string().optional().describe('Name of the key; without it, any'),
  times: z.int().positive().default(1).describe('How many calls to disturb'),
};

/** A disturbance of the next calls, as plain data. A disturbed call has passed authentication. */
export const Fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refuse').describe('Answers an error; nothing is done'),
    ...aim,
    status: z.int().min(400).max(599),
    code: z.string().default('InjectedFault'),
    message: z.string().default('A fault was injected here.'),
    retryAfterSeconds: z.int().nonnegative().optional(),
  }),
  z.strictObject({ kind: z.literal('lose-answer').describe('Does the work, then resets the connection'), ...aim }),
  z.strictObject({
    kind: z.literal('delay').describe('Waits before the work'),
    ...aim,
    milliseconds: z.int().positive(),
  }),
]);
export type Fault = z.infer<typeof Fault>;

export type FaultQueue = ReturnType<typeof faultQueue>;

/** The disturbances that wait for their calls, oldest first. */
export function faultQueue() {
  let waiting: Fault[] = [];
  return {
    /** Takes plain data; throws a ZodError that says what is wrong with it. */
    add(plain: unknown): Fault {
      const fault = Fault.parse(plain);
      waiting.push(fault);
      return fault;
    },
    clear: () => {
      waiting = [];
    },
    /** The fault for this call, which is then used once. */
    take(operation: Operation, name: string): Fault | undefined {
      const hit = waiting.find((fault) => fault.operation === operation && (!fault.key || fault.key === name));
      if (hit) hit.times -= 1;
      waiting = waiting.filter(({ times }) => times > 0);
      return hit;
    },
  };
}
