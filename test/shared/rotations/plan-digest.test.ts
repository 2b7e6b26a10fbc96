import { planRotation } from '../../../shared/rotations/plan-rotation';
import { aClass, aDependent, aVersion, facts, versionId } from '../../examples';

const dependents = [aDependent('one'), aDependent('two'), aDependent('three')];
const input = {
  id: 'plan',
  cause: 'schedule' as const,
  facts: facts(),
  discovery: { dependents, unknown: [], unreadable: [] },
  from: aVersion('a'),
  weaknesses: [],
};
const digestOf = (change: Partial<typeof input> = {}) => planRotation({ ...input, ...change }).plan.digest;
const found = (change: Partial<(typeof input)['discovery']>) => ({ discovery: { ...input.discovery, ...change } });

describe('the digest of a plan', () => {
  it('is the same for the same content, whenever and under whatever id it is made', () => {
    const later = facts({ now: new Date('2027-03-02T12:00:00Z') });
    expect(digestOf({ id: 'another', facts: later })).toBe(digestOf());
    expect(
      digestOf(found({ dependents: [dependents[0], dependents[2], dependents[1]].filter((each) => !!each) })),
    ).toBe(digestOf());
  });

  it.each<[string, Partial<typeof input>]>([
    ['a dependent more', found({ dependents: [...dependents, aDependent('four')] })],
    ['a dependent less', found({ dependents: dependents.slice(1) })],
    [
      'a dependent on another version',
      found({ dependents: [aDependent('one', { version: versionId('b') }), ...dependents.slice(1)] }),
    ],
    ['another canary', found({ dependents: dependents.map((each, n) => ({ ...each, canary: n === 2 })) })],
    ['another version to start from', { from: aVersion('b') }],
    ['another overlap', { facts: facts({ class: aClass({ overlap: 'P1D' }) }) }],
  ])('is another one for %s', (_, change) => {
    expect(digestOf(change)).not.toBe(digestOf());
  });
});
