import { Alarms } from '../../../local/host/alarms';
import { EstateClock } from '../../../local/host/clock';

const day = 86_400_000;

describe('an alarm', () => {
  let clock: EstateClock;
  let alarms: Alarms;
  const rung: string[] = [];
  const ring = (key: string) => () => void rung.push(key);

  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    clock = new EstateClock(() => Date.now());
    alarms = new Alarms(clock);
    rung.length = 0;
  });
  afterEach(() => jest.useRealTimers());

  it('rings at its time and once', () => {
    alarms.set('a', 1_000, ring('a'));
    jest.advanceTimersByTime(999);
    expect(rung).toEqual([]);
    jest.advanceTimersByTime(day);
    expect(rung).toEqual(['a']);
  });

  it('rings at its time even if that is further away than a timer of Node.js reaches', () => {
    alarms.set('a', 100 * day, ring('a'));
    jest.advanceTimersByTime(99 * day);
    expect(rung).toEqual([]);
    jest.advanceTimersByTime(day);
    expect(rung).toEqual(['a']);
  });

  it('rings at once when the clock moves past it, and earlier by as much as the clock moved', () => {
    alarms.set('a', day, ring('a'));
    alarms.set('b', 2 * day, ring('b'));
    clock.moveTo(new Date(day));
    expect(rung).toEqual(['a']);
    jest.advanceTimersByTime(day);
    expect(rung).toEqual(['a', 'b']);
  });

  it('is replaced by another of the same key, and silent when cleared', () => {
    alarms.set('a', 1_000, ring('early'));
    alarms.set('a', 2_000, ring('late'));
    alarms.set('b', 1_000, ring('b'));
    alarms.clear('b');
    jest.advanceTimersByTime(day);
    expect(rung).toEqual(['late']);
  });

  it('belongs to a clock that never goes back', () => {
    clock.moveTo(new Date(day));
    expect(() => clock.moveTo(new Date(day - 1))).toThrow('moves forward only');
  });

  it('can be asked for, the earliest first', () => {
    alarms.set('retire-a', 2_000, ring('a'));
    alarms.set('retire-b', 1_000, ring('b'));
    alarms.set('timer sweep', 500, ring('sweep'));
    expect(alarms.next((key) => key.startsWith('retire'))).toEqual(new Date(1_000));
    expect(alarms.next((key) => key.startsWith('rotate'))).toBeUndefined();
  });
});
