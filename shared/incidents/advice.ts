import * as z from 'zod';
import { IncidentMode } from './mode';

/** What the audit log speaks for, and what it could not tell. */
export const Advice = z.object({
  mode: IncidentMode,
  newDataKeys: z.boolean(),
  findings: z
    .array(z.object({ code: z.string(), message: z.string() }))
    .describe('What in the audit log speaks for it'),
  doubts: z.array(z.string()).describe('What could not be seen'),
  at: z.iso.datetime(),
});
export type Advice = z.infer<typeof Advice>;

const minute = 60_000;

/** Events reach the log minutes later, at times an hour or two, and it may be out of reach just now. */
const againAfterMs = 15 * minute;
const searchedForMs = 180 * minute;

/** Whether the log is to be searched (again) for a key that was asked for at that time. Pure. */
export function isToAdvise({ advice, askedAt }: { advice?: Advice | undefined; askedAt: string }, now: Date): boolean {
  if (!advice) return true;
  const isYoung = Date.parse(advice.at) - Date.parse(askedAt) < searchedForMs;
  return isYoung && now.getTime() - Date.parse(advice.at) >= againAfterMs;
}
