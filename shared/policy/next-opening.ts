import { DateTime } from 'luxon';
import { endOfFreeze, endsOfFreezes, type Freeze } from './freeze';
import type { Window } from './window';

interface Span {
  readonly opens: DateTime;
  readonly closes: DateTime;
}

/** Yesterday's window may still be open past midnight; a week from now every day of the week has come. */
const days = [-1, 0, 1, 2, 3, 4, 5, 6, 7];

/** When routine changes may be made. */
export interface Calendar {
  readonly windows: readonly Window[];
  readonly freezes?: readonly Freeze[];
}

/** More freezes in a row than any calendar holds. */
const mostLeaps = 1_000;

/**
 * When changes may next be made: inside a window and outside of every freeze; `undefined` when they may be made now.
 * Wall-clock times follow each window's zone.
 */
export function nextOpening({ windows, freezes = [] }: Calendar, now: Date): Date | undefined {
  let at = now;
  for (let leap = 0; leap < mostLeaps; leap += 1) {
    const next = openingOfWindow(windows, at) ?? endOfFreeze(freezes, at);
    if (!next) break;
    at = next;
  }
  return at > now ? at : undefined;
}

const hour = 3_600_000;

/**
 * The latest time, not after `at`, from which the next opening comes before the deadline: a rotation that waits longer
 * would come too late because of windows and freezes. `at` itself where half a year back is no better.
 */
export function lastChance(calendar: Calendar, { at, deadline }: { at: Date; deadline: Date }): Date {
  if (isRoomy(calendar, at, deadline)) return at;
  for (let hours = 0; hours <= 183 * 24; hours += 1) {
    const time = new Date(at.getTime() - hours * hour);
    if ((nextOpening(calendar, time) ?? time) < deadline) return time;
  }
  return at;
}

/** Every window comes once a week, and where the clocks skip one, in the next. */
const surelyOpened = 15 * 24 * hour;

/** Whether an opening comes before the deadline for sure; most keys need no local times worked out. */
function isRoomy({ freezes = [] }: Calendar, at: Date, deadline: Date): boolean {
  const thawed = endsOfFreezes(freezes, at, deadline).map((end) => end.toMillis());
  return Math.max(at.getTime(), ...thawed) + surelyOpened < deadline.getTime();
}

function openingOfWindow(windows: readonly Window[], now: Date): Date | undefined {
  const at = DateTime.fromJSDate(now);
  const spans = windows.flatMap((window) => spanNotOver(window, at) ?? []);
  if (windows.length === 0 || spans.some(({ opens }) => opens <= at)) return undefined;
  return DateTime.min(...spans.map(({ opens }) => opens))?.toJSDate();
}

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The first span that is not over. One day after the other: sweeps ask for every key, and local times take long to work out. */
function spanNotOver({ days: weekdays, from, to, timeZone }: Window, at: DateTime): Span | undefined {
  const today = at.setZone(timeZone).startOf('day');
  for (const offset of days) {
    const weekday = (today.weekday - 1 + offset + 7) % 7;
    if (!weekdays.some((name) => name === weekdayNames[weekday])) continue;
    const day = today.plus({ days: offset });
    const span = { opens: atTime(day, from), closes: atTime(to > from ? day : day.plus({ days: 1 }), to) };
    // The clocks skip an hour once a year: a window may then end before it begins, and there is none that day.
    if (span.opens < span.closes && at < span.closes) return span;
  }
  return undefined;
}

function atTime(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number);
  return day.set({ hour: hour ?? 0, minute: minute ?? 0 });
}
