import { retireVersion } from '../../orchestrations/retire-version';
import { beginRetirement } from '../../orchestrations/steps/begin-retirement';
import { disableVersion } from '../../orchestrations/steps/disable-version';
import { judgeRetirement } from '../../orchestrations/steps/judge-retirement';
import { reverifyDependents } from '../../orchestrations/steps/reverify-dependents';
import { surveyDependents } from '../../orchestrations/steps/survey-dependents';
import { versionId } from '../examples';
import { given, play } from '../play';

const overlapEnds = '1970-01-08T00:00:00.000Z';
const verdicts: boolean[] = [];
const script = [
  given(beginRetirement, () => ({ notBefore: overlapEnds })),
  given(surveyDependents, () => ({ planId: 'plan', slices: 2 })),
  given(reverifyDependents, () => ({ ok: { looked: 50 } })),
  given(judgeRetirement, ({ verified }) => {
    verdicts.push(verified);
    return { retire: [versionId('a')] };
  }),
  given(disableVersion, () => ({})),
];

describe('retireVersion', () => {
  beforeEach(() => void verdicts.splice(0));

  it('R19c: waits for the end of the overlap, looks at everything anew, and only then disables', () => {
    const { taken, now, result } = play(retireVersion, { rotationId: 'r' }, script);
    expect(taken).toEqual([
      'beginRetirement',
      'surveyDependents',
      'reverifyDependents',
      'reverifyDependents',
      'judgeRetirement',
      'disableVersion',
    ]);
    expect(now.toISOString()).toBe(overlapEnds);
    expect(result).toEqual({ state: 'retired' });
  });

  it('comes again to survey when it is told to', () => {
    const answers = [{ comeBackAt: '1970-01-08T00:00:20.000Z' }, { planId: 'plan', slices: 1 }];
    const { taken, now, result } = play(retireVersion, { rotationId: 'r' }, [
      ...script,
      given(surveyDependents, () => answers.shift() ?? { planId: 'plan', slices: 1 }),
    ]);
    expect(taken.filter((name) => name === 'surveyDependents')).toHaveLength(2);
    expect(now.toISOString()).toBe('1970-01-08T00:00:20.000Z');
    expect(result).toEqual({ state: 'retired' });
  });

  it('disables nothing that the gate does not clear', () => {
    const { taken, result } = play(retireVersion, { rotationId: 'r' }, [
      ...script,
      given(judgeRetirement, () => ({ retire: [] })),
    ]);
    expect(taken).not.toContain('disableVersion');
    expect(result).toEqual({ state: 'held' });
  });

  it('tells the gate when not every dependent could be looked at', () => {
    play(retireVersion, { rotationId: 'r' }, [...script, given(reverifyDependents, () => ({ failed: 'throttled' }))]);
    expect(verdicts).toEqual([false]);
  });
});
