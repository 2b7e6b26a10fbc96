import { rewrapDependents } from '../../orchestrations/rewrap-dependents';
import { moveDependent, type Progress } from '../../orchestrations/steps/move-dependent';
import { ledger, versionId } from '../examples';
import { given, play } from '../play';

const slice = {
  rotationId: 'rotation-1',
  planId: 'plan-1',
  key: ledger,
  to: versionId('b'),
  nudge: false,
  slice: 0,
  size: 2,
};
const there: Progress = { state: 'settled', proven: true };
const checkAgainAt = new Date(0).toISOString();
const goesOn: Progress = { state: 'pending', proven: false, checkAgainAt, goesOn: true };
const underWay: Progress = { state: 'pending', proven: false, checkAgainAt };

/** Looks at the first dependent answer as told, one after the other; the second is there. */
const looks = (...answers: readonly Progress[]) => {
  const left = [...answers];
  const look = given(moveDependent, ({ index }) => ({ ok: index === 1 ? there : (left.shift() ?? there) }));
  return play(rewrapDependents, slice, [look]);
};

describe('rewrapDependents', () => {
  it('looks again without a pause at a store that goes on, and only at that one', () => {
    const { taken, now, result } = looks(goesOn, goesOn, there);
    expect(taken).toHaveLength(4);
    expect(now).toEqual(new Date(0));
    expect(result).toEqual({ ok: { leftBehind: 0 } });
  });

  it('hands back what goes on for long, so that an emergency is seen, to be looked at at once', () => {
    const { now, result } = looks(...Array.from({ length: 50 }, () => goesOn));
    expect(now).toEqual(new Date(0));
    expect(result).toEqual({ ok: { leftBehind: 0, checkAgainAt } });
  });

  it('pauses before it looks again at what only waits', () => {
    expect(looks(underWay, there).now).toEqual(new Date(5_000));
  });
});
