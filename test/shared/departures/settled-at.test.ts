import { settledAt } from '../../../shared/departures/settled-at';
import { aPolicy } from '../../examples';

const rules = { ...aPolicy().departures, settle: 'PT10M' };
const at = (minute: number) => new Date(Date.UTC(2027, 2, 1, 12, minute)).toISOString();
const signals = (...minutes: number[]) =>
  minutes.map((minute) => ({ id: `${minute}`, principal: 'alice', kind: 'lost' as const, at: at(minute) }));

describe('settledAt', () => {
  it('is when nothing new has been heard for as long as the policy says', () => {
    expect(settledAt([], rules)).toBeUndefined();
    expect(settledAt(signals(0, 5), rules)).toBe(at(15));
  });

  it('is not put off for ever by signals that keep coming', () => {
    expect(settledAt(signals(0, 9, 18, 27, 36, 45, 54, 59), rules)).toBe(at(60));
  });
});
