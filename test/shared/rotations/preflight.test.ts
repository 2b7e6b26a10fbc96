import { operationTag } from '../../../shared/keys/key-version';
import { preflight, type PreflightInput } from '../../../shared/rotations/preflight';
import { weakerThan } from '../../../shared/rotations/weaker-than';
import { rsaShape } from '../../fakes/fake-keys';
import { aClass, aDependent, aVersion, daysAgo, facts } from '../../examples';

const nothingFound = { dependents: [], unknown: [], unreadable: [] };
const check = (how: Partial<PreflightInput>) => {
  const { blockedBy, warnings } = preflight({
    facts: facts(),
    discovery: nothingFound,
    mode: 'rotate',
    cause: 'schedule',
    weaknesses: [],
    ...how,
  });
  return { blockedBy: blockedBy.map(({ code }) => code), warnings: warnings.map(({ code }) => code) };
};
const manyTags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`tag-${n}`, 'x']));
const { class: _none, ...withoutClass } = facts();
const { origin: _unset, ...unknownOrigin } = aClass();

describe('preflight', () => {
  it.each([
    ['R26: a key whose material is imported', facts({ class: aClass({ origin: 'imported' }) }), 'imported-key'],
    ['a key whose origin nobody established', facts({ class: unknownOrigin }), 'origin-unknown'],
    ['a key that belongs to a certificate', facts({ versions: [aVersion('a', { managed: true })] }), 'certificate-key'],
    ['a disabled key', facts({ versions: [aVersion('a', { enabled: false })] }), 'key-disabled'],
    ['a soft-deleted key', facts({ presence: 'soft-deleted', versions: [] }), 'key-soft-deleted'],
    ['a key of no class', withoutClass, 'no-class'],
    ['a key without a free tag', facts({ versions: [aVersion('a', { tags: manyTags(15) })] }), 'no-free-tag'],
  ])('blocks on %s', (_, given, code) => {
    expect(check({ facts: given }).blockedBy).toEqual([code]);
  });

  it('finds room for its tag where the predecessor bears it already', () => {
    const tags = { ...manyTags(14), [operationTag]: 'x' };
    expect(check({ facts: facts({ versions: [aVersion('a', { tags })] }) }).blockedBy).toEqual([]);
  });

  it('R22: lets only what makes creation impossible block an emergency', () => {
    const imported = facts({ class: aClass({ origin: 'imported' }) });
    expect(check({ facts: imported, cause: 'compromise' })).toEqual({ blockedBy: [], warnings: ['imported-key'] });
    const deleted = facts({ presence: 'soft-deleted', versions: [] });
    expect(check({ facts: deleted, cause: 'compromise' }).blockedBy).toEqual(['key-soft-deleted']);
  });

  it('R15: warns when purge protection is off', () => {
    const versions = [aVersion('a', { recoveryLevel: 'Recoverable+Purgeable' })];
    expect(check({ facts: facts({ versions }) }).warnings).toEqual(['purge-protection-off']);
  });

  it('R41: warns of users without adapter and of scopes it could not read', () => {
    const discovery = {
      dependents: [],
      unknown: [{ id: 'bus', type: 'Bus' }],
      unreadable: [{ scope: 'sub', because: '403' }],
    };
    expect(check({ discovery }).warnings).toEqual(['unknown-dependent', 'unreadable-scope']);
  });

  it('warns of dependents that others alone may change, and once of subscriptions that are not searched', () => {
    const discovery = {
      ...nothingFound,
      ownedElsewhere: [{ ...aDependent('managed'), owner: 'a workspace', ask: 'Ask it' }],
      notInScope: [
        { id: '1', name: 'sandbox' },
        { id: '2', name: '' },
      ],
    };
    expect(check({ discovery }).warnings).toEqual(['owned-elsewhere', 'subscription-not-in-scope']);
  });

  describe('of a version that someone else made', () => {
    const foreign = (how: Partial<PreflightInput>) =>
      check({ mode: 're-wrap', cause: 'foreign-version', ...how }).blockedBy;

    it('R20: follows it when it is valid, its equal, and the policy allows it', () => {
      expect(foreign({})).toEqual([]);
    });
    it('refuses it when the policy does not follow foreign versions', () => {
      expect(foreign({ facts: facts({ class: aClass({ foreignVersions: 'alert' }) }) })).toEqual([
        'foreign-version-refused',
      ]);
    });
    it.each([
      ['weaker', {}, ['1024 bits']],
      ['disabled', { enabled: false }, []],
      ['expired', { expiresOn: daysAgo(1) }, []],
      ['not valid yet', { notBefore: daysAgo(-1) }, []],
    ])('refuses one that is %s', (_, how, weaknesses) => {
      expect(foreign({ facts: facts({ versions: [aVersion('b', how)] }), weaknesses })).toContain(
        'foreign-version-weaker',
      );
    });
  });
});

describe('weakerThan', () => {
  it.each([
    ['an equal', {}, []],
    ['fewer bits', { size: 1024 }, ['1024 bits instead of 2048']],
    ['another key type', { kty: 'EC' as const }, ['key type EC instead of RSA']],
    ['missing operations', { keyOps: ['wrapKey'] }, ['may not unwrapKey']],
    ['exportable material', { exportable: true }, ['exportable']],
    ['more bits and an HSM', { size: 4096, kty: 'RSA-HSM' as const }, []],
  ])('names %s', (_, how, expected) => {
    expect(weakerThan(rsaShape, { ...rsaShape, ...how })).toEqual(expected);
  });

  it('finds software protection weaker than an HSM, and a smaller curve weaker than a larger', () => {
    expect(weakerThan({ ...rsaShape, kty: 'RSA-HSM' }, rsaShape)).toEqual(['not protected by an HSM']);
    const curve = { kty: 'EC' as const, keyOps: [], exportable: false, hasReleasePolicy: false };
    expect(weakerThan({ ...curve, curve: 'P-384' }, { ...curve, curve: 'P-256' })).toEqual([
      'curve P-256 instead of P-384',
    ]);
  });
});
