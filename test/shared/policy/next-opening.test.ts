import { nextOpening } from '../../../shared/policy/next-opening';
import type { Window } from '../../../shared/policy/window';

const daily: Window['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const opening = (window: Partial<Window>, now: string) =>
  nextOpening(
    [{ days: daily, from: '22:00', to: '04:00', timeZone: 'Europe/Amsterdam', ...window }],
    new Date(now),
  )?.toISOString() ?? 'now';

describe('nextOpening', () => {
  it('is now when there are no windows', () => {
    expect(nextOpening([], new Date('2026-06-01T12:00:00Z'))).toBeUndefined();
  });

  it.each([
    ['before the window', '2026-06-01T19:59:00Z', '2026-06-01T20:00:00.000Z'],
    ['at its first moment', '2026-06-01T20:00:00Z', 'now'],
    ['after midnight inside it', '2026-06-02T01:59:59Z', 'now'],
    ['at its end', '2026-06-02T02:00:00Z', '2026-06-02T20:00:00.000Z'],
  ])('knows a window that crosses midnight: %s', (_, now, expected) => {
    expect(opening({}, now)).toBe(expected);
  });

  it('counts a window past midnight to the day on which it opened', () => {
    // 2026-06-07 is a Sunday.
    expect(opening({ days: ['sun'] }, '2026-06-08T01:00:00Z')).toBe('now');
    expect(opening({ days: ['mon'] }, '2026-06-08T01:00:00Z')).toBe('2026-06-08T20:00:00.000Z');
  });

  it('waits up to a week', () => {
    expect(opening({ days: ['sun'] }, '2026-06-08T03:00:00Z')).toBe('2026-06-14T20:00:00.000Z');
  });

  it('keeps wall-clock time over the change to summer time', () => {
    const window = { from: '03:30', to: '05:00' };
    expect(opening(window, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
    expect(opening(window, '2026-03-29T12:00:00Z')).toBe('2026-03-30T01:30:00.000Z');
  });

  it('passes over a window that falls into the hour which the clocks skip', () => {
    expect(opening({ from: '02:30', to: '03:00' }, '2026-03-28T12:00:00Z')).toBe('2026-03-30T00:30:00.000Z');
  });

  it('keeps wall-clock time over the change to winter time', () => {
    expect(opening({ from: '22:00', to: '04:00' }, '2026-10-25T02:59:00Z')).toBe('now');
    expect(opening({ from: '22:00', to: '04:00' }, '2026-10-25T03:00:00Z')).toBe('2026-10-25T21:00:00.000Z');
  });

  it('takes a window whose end is its beginning for a whole day', () => {
    expect(opening({ days: ['mon'], from: '08:00', to: '08:00' }, '2026-06-02T05:59:00Z')).toBe('now');
  });

  it('takes the nearest of several windows', () => {
    const windows: Window[] = [
      { days: ['fri'], from: '10:00', to: '11:00', timeZone: 'UTC' },
      { days: ['thu'], from: '10:00', to: '11:00', timeZone: 'America/New_York' },
    ];
    expect(nextOpening(windows, new Date('2026-06-04T12:00:00Z'))?.toISOString()).toBe('2026-06-04T14:00:00.000Z');
  });
});
