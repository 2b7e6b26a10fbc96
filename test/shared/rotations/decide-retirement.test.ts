import type { Move } from '../../../shared/dependents/dependent';
import { reasonsToHold, type RetirementFacts } from '../../../shared/rotations/decide-retirement';
import { planRotation } from '../../../shared/rotations/plan-rotation';
import { aDependent, aRecord, aVersion, daysAgo, facts, today, versionId } from '../../examples';

const [a, b] = [aVersion('a'), aVersion('b', { createdOn: daysAgo(10) })];
const account = aDependent('one', { version: b.version });
const move = (how: Partial<Move> = {}): Move => ({
  dependent: account.id,
  type: account.type,
  to: versionId('b'),
  proof: 'read-back',
  state: 'settled',
  startedAt: daysAgo(0),
  at: daysAgo(0),
  ...how,
});
const plan = (discovery: Partial<Parameters<typeof planRotation>[0]['discovery']> = {}) =>
  planRotation({
    id: 'survey',
    cause: 'schedule',
    facts: facts({ versions: [a, b] }),
    discovery: { dependents: [account], unknown: [], unreadable: [], ...discovery },
    from: b,
    to: b,
    weaknesses: [],
  }).plan;

const heldBy: RetirementFacts = {
  now: today,
  record: aRecord(),
  notBefore: new Date(daysAgo(1)),
  plan: plan(),
  dependents: [account],
  moves: [move()],
  verified: true,
  versions: [a, b],
  otherRotationRuns: false,
};
const hold = (how: Partial<RetirementFacts> = {}) => reasonsToHold({ ...heldBy, ...how }).map(({ code }) => code);

const owned = { ...aDependent('managed'), owner: 'the workspace lake', ask: 'Ask whoever runs the workspace lake' };

describe('reasonsToHold, for what others alone may change', () => {
  const survey = { plan: plan({ dependents: [], ownedElsewhere: [owned] }), dependents: [owned] };
  const seen = (how: Partial<Move>) => [move({ dependent: owned.id, ...how })];

  it('names the owner and what to ask of him, as long as it is not proven', () => {
    const [reason] = reasonsToHold({ ...heldBy, ...survey, moves: seen({ proof: 'unproven', because: 'on a' }) });
    expect(reason).toMatchObject({
      code: 'owner-must-move',
      message: expect.stringMatching(/the workspace lake.*on a/),
      nextStep: expect.stringContaining('Ask whoever runs the workspace lake'),
    });
  });

  it('holds nothing once it is proven, even where nothing else uses the key', () => {
    expect(hold({ ...survey, moves: seen({}) })).toEqual([]);
  });
});

describe('reasonsToHold', () => {
  it('clears the old version when every dependent is proven off it and nothing else speaks against it', () => {
    expect(hold()).toEqual([]);
  });

  it('names two hundred reasons and counts the rest', () => {
    const dependents = Array.from({ length: 5_000 }, (_, n) => aDependent(String(n)));
    const reasons = hold({ dependents, moves: [] });
    expect(reasons).toHaveLength(201);
    expect(reasons.at(-1)).toBe('more-reasons');
  });

  it.each<[string, Partial<RetirementFacts>, string]>([
    ['a dependent is not proven', { moves: [move({ proof: 'unproven' })] }, 'not-proven'],
    ['a dependent was not looked at', { moves: [] }, 'not-proven'],
    ['a proof is only assumed', { moves: [move({ proof: 'assumed' })] }, 'only-assumed'],
    ['something unknown uses the key', { plan: plan({ unknown: [{ id: 'bus', type: 'Bus' }] }) }, 'unknown-dependent'],
    [
      'a scope could not be read',
      { plan: plan({ unreadable: [{ scope: 'sub', because: '403' }] }) },
      'unreadable-scope',
    ],
    ['no dependent was found', { plan: plan({ dependents: [] }), dependents: [], moves: [] }, 'no-dependent-found'],
    ['backups need it', { dependents: [{ ...account, keepsOldVersionFor: ['backups'] }] }, 'old-version-needed'],
    ['the overlap is not over', { notBefore: new Date(daysAgo(-1)) }, 'overlap-not-over'],
    ['another rotation is under way', { otherRotationRuns: true }, 'rotation-under-way'],
    ['the rotation left something behind', { record: aRecord({ state: 'partial' }) }, 'rotation-not-proven'],
    ['the current version is disabled', { versions: [a, { ...b, enabled: false }] }, 'current-version-disabled'],
    ['it is the current version', { versions: [a] }, 'version-in-use'],
    ['verification broke off', { verified: false }, 'verification-incomplete'],
  ])('holds it when %s', (_, how, code) => {
    expect(hold(how)).toEqual([code]);
  });
});
