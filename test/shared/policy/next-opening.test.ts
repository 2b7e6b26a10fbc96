import { lastChance, nextOpening } from '../../../shared/policy/next-opening';
import type { Window } from '../../../shared/policy/window';

const daily: Window['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const opening = (window: Partial<Window>, now: string) =>
  nextOpening(
    { windows: [{ days: daily, from: '22:00', to: '04:00', timeZone: 'Europe/Amsterdam', ...window }] },
    new Date(now),
  )?.toISOString() ?? 'now';

describe('nextOpening', () => {
  it('is now when there are no windows', () => {
    expect(nextOpening({ windows: [] }, new Date('2026-06-01T12:00:00Z'))).toBeUndefined();
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
    expect(nextOpening({ windows }, new Date('2026-06-04T12:00:00Z'))?.toISOString()).toBe('2026-06-04T14:00:00.000Z');
  });
});

describe('nextOpening around freezes', () => {
  const freezes = [{ name: 'end of year', from: '2026-12-19', to: '2027-01-04', timeZone: 'Europe/Amsterdam' }];
  const night = { days: daily, from: '22:00', to: '04:00', timeZone: 'Europe/Amsterdam' };

  it.each([
    ['before the freeze', '2026-12-18T22:59:00Z', 'now'],
    ['from its first moment in its time zone', '2026-12-18T23:00:00Z', '2027-01-03T23:00:00.000Z'],
    ['in its midst', '2026-12-25T12:00:00Z', '2027-01-03T23:00:00.000Z'],
    ['at its end', '2027-01-03T23:00:00Z', 'now'],
  ])('%s', (_, now, expected) => {
    expect(nextOpening({ windows: [], freezes }, new Date(now))?.toISOString() ?? 'now').toBe(expected);
  });

  it('waits for a window after the freeze', () => {
    const friday = { ...night, days: ['fri' as const] };
    const opening = nextOpening({ windows: [friday], freezes }, new Date('2026-12-25T22:00:00Z'));
    expect(opening?.toISOString()).toBe('2027-01-08T21:00:00.000Z');
  });

  it('passes over a window that the next freeze covers', () => {
    const next = { name: 'audit', from: '2027-01-04', to: '2027-01-10', timeZone: 'Europe/Amsterdam' };
    const opening = nextOpening({ windows: [night], freezes: [...freezes, next] }, new Date('2026-12-25T12:00:00Z'));
    expect(opening?.toISOString()).toBe('2027-01-09T23:00:00.000Z');
  });
});

describe('lastChance', () => {
  const freezes = [{ name: 'end of year', from: '2026-12-19', to: '2027-01-04', timeZone: 'UTC' }];

  it('leaves a time alone from which an opening comes before the deadline', () => {
    const at = new Date('2026-12-10T12:00:00Z');
    expect(lastChance({ windows: [], freezes }, { at, deadline: new Date('2026-12-24T00:00:00Z') })).toEqual(at);
  });

  it('goes back to before the freeze that would outlast the deadline', () => {
    const at = new Date('2026-12-22T12:00:00Z');
    const deadline = new Date('2027-01-02T00:00:00Z');
    expect(lastChance({ windows: [], freezes }, { at, deadline }).toISOString()).toBe('2026-12-18T23:00:00.000Z');
  });

  it('gives up where no opening of half a year would do', () => {
    const at = new Date('2026-12-22T12:00:00Z');
    const long = [{ name: 'never', from: '2020-01-01', to: '2030-01-01', timeZone: 'UTC' }];
    expect(lastChance({ windows: [], freezes: long }, { at, deadline: new Date('2027-01-02T00:00:00Z') })).toEqual(at);
  });
});
