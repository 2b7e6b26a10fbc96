import * as z from 'zod';

/**
 * A reason to look at somebody's access. `lost`, `gone` (deleted), `disabled` and `gained` come of comparing two snapshots of
 * it; `told` by a person or another system.
 */
export const Signal = z.object({
  id: z.string(),
  principal: z.string().describe('Object id of whom it is about, never of who did it'),
  kind: z.enum(['lost', 'gone', 'disabled', 'gained', 'told']),
  at: z.iso.datetime().describe('When it was noticed'),
  before: z.string().optional().describe('The snapshot in which the access was last as before'),
  reason: z.string().optional(),
  by: z.string().optional().describe('Who told'),
});
export type Signal = z.infer<typeof Signal>;

/** Signals until a case is made of them. */
export interface Signals {
  /** False when it was known, whether settled or not. */
  add(signal: Signal): Promise<boolean>;
  /** Those of the principal that no case has taken, oldest first. */
  open(principal: string): Promise<readonly Signal[]>;
  /** Everybody with an open signal, for the sweep. */
  principals(): Promise<readonly string[]>;
  settle(signals: readonly Signal[], caseId: string): Promise<void>;
}
