import { fc } from '../../properties';
import { Proof, type Move } from '../../../shared/dependents/dependent';
import { acceptance } from '../../../shared/policy/proof-rules';
import { reasonsToHold } from '../../../shared/rotations/decide-retirement';
import { planRotation } from '../../../shared/rotations/plan-rotation';
import type { RetirementFacts } from '../../../shared/rotations/retirement-facts';
import { aReading, aUse, principal } from '../audit/examples';
import { aClass, aDependent, aRecord, aVersion, daysAgo, facts, today, versionId } from '../../examples';

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

const base: RetirementFacts = {
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
const hold = (how: Partial<RetirementFacts> = {}) => reasonsToHold({ ...base, ...how }).map(({ code }) => code);

const owned = { ...aDependent('managed'), owner: 'the workspace lake', ask: 'Ask whoever runs the workspace lake' };

describe('reasonsToHold, for what others alone may change', () => {
  const survey = { plan: plan({ dependents: [], ownedElsewhere: [owned] }), dependents: [owned] };
  const seen = (how: Partial<Move>) => [move({ dependent: owned.id, ...how })];

  it('names the owner and what to ask of him, as long as it is not proven', () => {
    const [reason] = reasonsToHold({ ...base, ...survey, moves: seen({ proof: 'unproven', because: 'on a' }) });
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

const since = new Date(daysAgo(3));
const ghost = {
  principal: 'ghost',
  operations: ['unwrap'],
  count: 2,
  last: daysAgo(1),
  addresses: [],
};
const oldUse = aUse('ghost', { version: versionId('a'), last: daysAgo(1) });
const behind = aReading([], { gaps: [{ from: new Date(daysAgo(1)), to: today }] });
const unreadable = { is: 'unavailable', because: 'nobody may read it', declared: true } as const;

describe('reasonsToHold, by audit log and class', () => {
  it.each<[string, Partial<RetirementFacts>, string[]]>([
    [
      'the old version is in use in the log',
      { log: { since, reading: aReading([oldUse]) } },
      ['version-in-use-in-log'],
    ],
    [
      'the log is behind and the class wants its silence',
      { log: { since, reading: behind }, rules: aClass({ silence: 'P3D' }) },
      ['log-unavailable'],
    ],
    [
      'the log cannot be read and the class wants its silence',
      { log: { since, reading: unreadable }, rules: aClass({ silence: 'P3D' }) },
      ['log-unavailable'],
    ],
    [
      'a dependent that is proven used the old version after the rotation was closed',
      {
        record: aRecord({ closedAt: daysAgo(2) }),
        dependents: [{ ...account, identities: [principal('account')] }],
        log: { since, reading: aReading([aUse('account', { version: versionId('a'), last: daysAgo(1) })]) },
      },
      ['version-in-use-in-log'],
    ],
    ['a shadow user has used the key', { plan: plan({ shadowUsers: [ghost] }) }, ['shadow-user']],
    ['the class wants another kind of proof', { rules: aClass({ proofs: ['log'] }) }, ['proof-not-enough']],
  ])('holds it when %s', (_, how, codes) => {
    expect(hold(how)).toEqual(codes);
  });

  it.each<[string, Partial<RetirementFacts>]>([
    [
      'the log cannot be read and the class does not ask for it',
      { log: { since, reading: unreadable }, rules: aClass() },
    ],
    ['the log is behind and the class does not ask for it', { log: { since, reading: behind }, rules: aClass() }],
    [
      'the log shows no use of the old version since',
      { log: { since, reading: aReading([{ ...oldUse, last: daysAgo(4) }]) } },
    ],
    ['a use of the old version was denied', { log: { since, reading: aReading([{ ...oldUse, outcome: 'denied' }]) } }],
    [
      'a dependent that is proven used the old version before the rotation was closed, in an emergency',
      {
        record: aRecord({ closedAt: daysAgo(0.5) }),
        dependents: [{ ...account, identities: [principal('account')] }],
        log: { since, reading: aReading([aUse('account', { version: versionId('a'), last: daysAgo(1) })]) },
      },
    ],
    ['only we used the old version', { log: { since, reading: aReading([{ ...oldUse, by: { own: true } }]) } }],
    [
      'the log proves the move',
      {
        moves: [move({ proof: 'log' })],
        rules: aClass({ proofs: ['log'], silence: 'P3D' }),
        log: { since, reading: aReading([]) },
      },
    ],
    [
      'the policy accepts in words what is assumed',
      { moves: [move({ proof: 'assumed' })], rules: aClass({ acceptAssumed: acceptance }) },
    ],
  ])('clears it when %s', (_, how) => {
    expect(hold(how)).toEqual([]);
  });

  it('names who uses the old version, how and when', () => {
    const by = { principal: 'p-1', name: 'nadia@halden.example', own: false };
    const [reason] = reasonsToHold({ ...base, log: { since, reading: aReading([{ ...oldUse, by }]) } });
    expect(reason?.message).toMatch(/unwrap with .* by nadia@halden\.example \(p-1\), 3 times, last at 2027-02-28/);
  });

  it('never lets an assumed or unproven move pass without the words, nor a proof that the class does not take', () => {
    const kinds = fc.constantFrom('read-back' as const, 'unwrapped' as const, 'log' as const);
    fc.assert(
      fc.property(
        fc.constantFrom(...Proof.options),
        fc.uniqueArray(kinds, { minLength: 1 }),
        fc.boolean(),
        (proof, [first = 'log', ...rest], accepts) => {
          const rules = aClass({ proofs: [first, ...rest], ...(accepts && { acceptAssumed: acceptance }) });
          const passes = hold({ moves: [move({ proof })], rules }).length === 0;
          expect(passes).toBe(proof === 'assumed' ? accepts : [first, ...rest].some((kind) => kind === proof));
        },
      ),
    );
  });
});
