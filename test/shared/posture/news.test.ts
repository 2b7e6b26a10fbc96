import { foundBySweep } from '../../../shared/alerts/finding-wording';
import type { Judged } from '../../../shared/posture/estate-finding';
import { newsIn } from '../../../shared/posture/news';
import { daysAgo, ledger, today } from '../../examples';

const finding: Judged = {
  code: 'many-versions',
  subject: ledger,
  message: 'too many',
  nextStep: 'plan',
  severity: 'warning',
};
const now = today;
const before = (since: string, asOf: string, how: Partial<Judged> = {}) => ({
  findings: [{ ...finding, ...how, since }],
  asOf,
});

describe('newsIn', () => {
  it.each([
    ['is what was not there before', { asOf: daysAgo(1) }, true],
    ['is what nobody has looked at before', undefined, true],
    ['is not what was there at the last look', before(daysAgo(3), daysAgo(1)), false],
    ['is what has changed', before(daysAgo(3), daysAgo(1), { message: 'many' }), true],
    ['is what became more urgent', before(daysAgo(3), daysAgo(1), { severity: 'info' }), true],
    ['is what has lasted for another week', before(daysAgo(7), daysAgo(1)), true],
    ['is that only once a week', before(daysAgo(8), daysAgo(1)), false],
  ])('%s', (_, earlier, isNews) => {
    expect(newsIn([finding], earlier, now).news).toHaveLength(isNews ? 1 : 0);
  });

  it('keeps since when it is so', () => {
    const { findings } = newsIn([finding], before(daysAgo(3), daysAgo(1)), now);
    expect(findings).toEqual([{ ...finding, since: daysAgo(3) }]);
  });

  it('has nothing to tell of what is only worth to be known', () => {
    expect(newsIn([{ ...finding, severity: 'info' }], undefined, now)).toMatchObject({ findings: [{}], news: [] });
  });
});

describe('foundBySweep', () => {
  const said = (how: object, at = now) => foundBySweep({ ...finding, since: daysAgo(0), ...how }, at).occasion;

  it('is one alert for two sweeps at once, and another when it changes or lasts a week', () => {
    const later = new Date(now.getTime() + 7 * 86_400_000);
    expect(said({ since: '2027-03-01T12:00:00.001Z' })).toBe(said({}));
    expect(said({ message: 'more' })).not.toBe(said({}));
    expect(said({}, later)).not.toBe(said({}));
    expect(said({ occasion: 'rung' }, later)).toBe(said({ occasion: 'rung' }));
  });

  it('is of the kind Drift for a dependent that went back only', () => {
    expect(foundBySweep({ ...finding, code: 'drift', since: daysAgo(0) }, now).kind).toBe('Drift');
    expect(foundBySweep({ ...finding, since: daysAgo(0) }, now).kind).toBe('NeedsPerson');
  });
});
