import * as z from 'zod';

/**
 * An operator's order to bring dependents back on the former version, and how far it has come. As long as nobody asks the
 * rotation to go on (`resumedAt`), what was taken back stays where it is.
 */
export const Undo = z.object({
  state: z.enum(['asked', 'running', 'done', 'stopped', 'refused']),
  reason: z.string(),
  requestedBy: z.string(),
  at: z.iso.datetime(),
  wave: z.int().optional().describe('Which wave of the plan, from 1; absent: all of them'),
  dependents: z.array(z.string()).optional().describe('Which dependents; absent: all of the wave or rotation'),
  planId: z.string().optional().describe('What is to be taken back, and in which order'),
  because: z.string().optional().describe('Why it stopped or was refused'),
  resumedAt: z.iso.datetime().optional(),
});
export type Undo = z.infer<typeof Undo>;

/** An undo that is asked for or goes on: nothing else may move the key's dependents, but an emergency. */
export const isUndoing = ({ undo }: { undo?: Undo | undefined }): boolean =>
  undo?.state === 'asked' || undo?.state === 'running';

/** True once a rotation was taken back, until somebody asks it to go on: nothing repairs it by itself. */
export const isTakenBack = ({ undo }: { undo?: Undo | undefined }): boolean =>
  undo !== undefined && undo.state !== 'refused' && undo.resumedAt === undefined;
