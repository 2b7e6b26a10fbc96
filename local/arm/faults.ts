import * as z from 'zod';

const refusal = { status: z.int().min(400).max(599), code: z.string(), message: z.string().default('Injected fault.') };

/** A fault on demand: which requests it meets, how often, and what it does to them. Plain data, for `POST /local/faults`. */
export const Fault = z.strictObject({
  path: z
    .string()
    .optional()
    .describe('Whole path of the request (a resource id, say) in any casing; * stands for anything'),
  type: z.string().optional().describe('Full resource type'),
  method: z.enum(['GET', 'PATCH', 'PUT', 'POST', 'DELETE']).optional(),
  times: z.int().positive().default(1),
  effect: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('answer').describe('Refused before anything is done'),
      ...refusal,
      retryAfter: z.int().positive().optional().describe('Seconds'),
    }),
    z.strictObject({
      kind: z.literal('fail').describe('The write fails: at once, or at the end of its operation'),
      ...refusal,
      applied: z.boolean().default(false).describe('The change is made all the same'),
    }),
    z.strictObject({ kind: z.literal('hang').describe('Accepted, never answered, nothing done') }),
    z.strictObject({ kind: z.literal('drop-answer').describe('Done, but the connection breaks before the answer') }),
  ]),
});
export type Fault = z.infer<typeof Fault>;
export type FaultInput = z.input<typeof Fault>;
export type Effect = Fault['effect'];

/** A request as a fault sees it. */
export interface Target {
  readonly path: string;
  readonly method: string;
  readonly type?: string;
}

export interface Faults {
  inject(fault: FaultInput): void;
  list(): readonly Fault[];
  clear(): void;
  /** The effect that the first fitting fault has on this request; counts it. */
  take(target: Target): Effect | undefined;
}

/** Keeps the faults that are still to happen. */
export function createFaults(): Faults {
  let waiting: Fault[] = [];
  return {
    inject(fault) {
      waiting.push(Fault.parse(fault));
    },
    list: () => waiting,
    clear() {
      waiting = [];
    },
    take(target) {
      const fault = waiting.find((each) => meets(each, target));
      if (!fault) return undefined;
      waiting = waiting.flatMap((each) => (each === fault ? oneLess(each) : each));
      return fault.effect;
    },
  };
}

const meets = ({ path, type, method }: Fault, target: Target) =>
  (!method || method === target.method) &&
  (!type || type.toLowerCase() === target.type?.toLowerCase()) &&
  (!path || pattern(path).test(target.path));

const pattern = (path: string) => {
  const parts = path.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
};

const oneLess = (fault: Fault) => (fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []);
