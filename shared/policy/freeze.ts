import { DateTime, IANAZone } from 'luxon';
import * as z from 'zod';

const error = 'expected a date or a date with a time of day, such as 2026-12-19 or 2026-12-19T18:00';

/** One that no calendar has, such as 2026-11-31, would make a freeze that never holds. */
const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/, { error, abort: true })
  .refine((text) => DateTime.fromISO(text).isValid, { error });

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

/** Sweeps ask for every key, and local times take long to work out. */
const spans = new WeakMap<Freeze, { readonly begins: DateTime; readonly ends: DateTime }>();

function spanOf(freeze: Freeze) {
  const { from, to, timeZone: zone } = freeze;
  const span = spans.get(freeze) ?? { begins: DateTime.fromISO(from, { zone }), ends: DateTime.fromISO(to, { zone }) };
  spans.set(freeze, span);
  return span;
}

/** The ends of the freezes that hold at any time between the two. */
export const endsOfFreezes = (freezes: readonly Freeze[], from: Date, to: Date): readonly DateTime[] =>
  freezes
    .map(spanOf)
    .filter(({ begins, ends }) => begins.toMillis() <= to.getTime() && from.getTime() < ends.toMillis())
    .map(({ ends }) => ends);

/** The end of the freeze that holds at the time, or `undefined` when none does. Where several overlap, of the longest. */
export const endOfFreeze = (freezes: readonly Freeze[], at: Date): Date | undefined =>
  DateTime.max(...endsOfFreezes(freezes, at, at))?.toJSDate();
