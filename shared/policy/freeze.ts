import { DateTime, IANAZone } from 'luxon';
import * as z from 'zod';

const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/, {
  error: 'expected a date or a date with a time of day, such as 2026-12-19 or 2026-12-19T18:00',
});

/** A time in which routine changes rest, such as the last weeks of a year. Emergencies do not. */
export const Freeze = z
  .strictObject({
    name: z.string().min(1),
    from: localTime.describe('First moment, in the time zone'),
    to: localTime.describe('First moment after it, in the time zone'),
    timeZone: z
      .string()
      .refine((name) => IANAZone.isValidZone(name), { error: 'expected an IANA time zone, such as Europe/Amsterdam' })
      .describe('IANA name'),
    classes: z.array(z.string()).optional().describe('Names of the classes that rest; absent: all'),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'expected an end later than the beginning' });
export type Freeze = z.infer<typeof Freeze>;

/** The end of the freeze that holds at the time, or `undefined` when none does. Where several overlap, of the longest. */
export function endOfFreeze(freezes: readonly Freeze[], at: Date): Date | undefined {
  const moment = DateTime.fromJSDate(at);
  const ends = freezes.flatMap(({ from, to, timeZone: zone }) => {
    const end = DateTime.fromISO(to, { zone });
    return DateTime.fromISO(from, { zone }) <= moment && moment < end ? [end] : [];
  });
  return DateTime.max(...ends)?.toJSDate();
}
