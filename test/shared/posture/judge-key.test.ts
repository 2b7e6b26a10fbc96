import type { Dependent, Move } from '../../../shared/dependents/dependent';
import { KeyUrl } from '../../../shared/keys/key-url';
import type { KeyRules } from '../../../shared/policy/class-of';
import type { Waiver } from '../../../shared/policy/waiver';
import { judgeKey } from '../../../shared/posture/judge-key';
import type { KeyView } from '../../../shared/posture/key-view';
import type { KeyFacts } from '../../../shared/rotations/key-facts';
import { aClass, aRecord, aVersion, daysAgo, facts, ledger, today, versionId } from '../../examples';
import { rsaShape } from '../../fakes/fake-keys';

const good = aVersion('b', { createdOn: daysAgo(10), expiresOn: daysAgo(-50) });
const store: Dependent = {
  id: '/subscriptions/1/resourcegroups/shop/providers/microsoft.storage/storageaccounts/orders',
  type: 'Microsoft.Storage/storageAccounts',
  mode: 'pinned',
  version: good.version,
  canary: false,
  keepsOldVersionFor: [],
};
const { version: _shown, ...silent } = store;
const follower: Dependent = { ...silent, mode: 'following' };
const moved: Move = {
  dependent: store.id,
  type: store.type,
  to: good.version,
  proof: 'read-back',
  state: 'settled',
  startedAt: daysAgo(9),
  at: daysAgo(9),
};

const view = (about: Partial<KeyFacts> = {}, rest: Partial<KeyView> = {}): KeyView => ({
  facts: facts({ versions: [good], ...about }),
  discovery: { dependents: [store], unknown: [], unreadable: [] },
  ...rest,
});
const rules = (how: Partial<KeyRules>): KeyRules => ({ ...aClass(), ...how });
const codes = (seen: KeyView) => judgeKey(seen).map(({ code }) => code);

const inHsm = KeyUrl.parse('https://treasury.managedhsm.azure.net/keys/vaulted');
const many = (count: number) => Array.from({ length: count }, () => good);
const waiver = (rule: Waiver['rule'], until: string): Waiver => ({
  rule,
  match: {},
  reason: 'audit',
  owner: 'ops',
  until,
});
const astray = (moves: readonly Move[]) => ({ dependents: [{ ...store, version: versionId('a') }], moves });
const proven = [aRecord({ state: 'proven', to: good.version, closedAt: daysAgo(9) })];
const rotates = { rotate: { timeAfterCreate: 'P2Y' } };

describe('judgeKey', () => {
  it.each<[string, KeyView, string[]]>([
    ['finds nothing about a key that is as it should be', view(), []],
    ['sees a key that was deleted', view({ presence: 'soft-deleted', versions: [] }), ['soft-deleted']],
    ['sees a version that never expires', view({ versions: [aVersion('b')] }), ['no-expiry']],
    [
      'sees a dependent on an expired version',
      view(
        { versions: [aVersion('a', { expiresOn: daysAgo(1) }), good] },
        {
          discovery: { dependents: [{ ...store, version: versionId('a') }], unknown: [], unreadable: [] },
        },
      ),
      ['expired-in-use'],
    ],
    [
      'sees one that follows the newest version, shows none, and has an expired one to follow',
      view(
        { versions: [{ ...good, expiresOn: daysAgo(1) }] },
        {
          discovery: { dependents: [follower], unknown: [], unreadable: [] },
        },
      ),
      ['expired-in-use'],
    ],
    [
      'does not take it to be on an older one',
      view(
        { versions: [aVersion('a', { expiresOn: daysAgo(1) }), good] },
        {
          discovery: { dependents: [follower], unknown: [], unreadable: [] },
        },
      ),
      [],
    ],
    [
      'minds no expired version that nothing uses',
      view({ versions: [aVersion('a', { expiresOn: daysAgo(1) }), good] }),
      [],
    ],
    ['R5: sees a software key where the class asks for an HSM', view({}, { shape: rsaShape }), ['protection-level']],
    ['R5: is content with a key of an HSM', view({}, { shape: { ...rsaShape, kty: 'RSA-HSM' } }), []],
    ['R14b: sees more than 80 % of the versions that a backup bears', view({ versions: many(401) }), ['many-versions']],
    ['R14b: minds no fewer', view({ versions: many(400) }), []],
    [
      'R6: sees more than 80 % of the versions that a Managed HSM holds',
      view({ key: inHsm, versions: many(81) }),
      ['many-versions'],
    ],
    [
      'R15: sees that purge protection is off',
      view({ versions: [{ ...good, recoveryLevel: 'Recoverable+Purgeable' }] }),
      ['purge-protection-off'],
    ],
    ['sees a dependent that went back', view({ records: proven }, { astray: astray([moved]) }), ['drift']],
    ['leaves the rotation policy of the vault alone by default', view({ native: rotates }), []],
    [
      'R20: sees one that rotates too late',
      view({ native: rotates, class: rules({ nativePolicy: 'check' }) }),
      ['native-policy-differs'],
    ],
    [
      'R20: sees one that makes versions which the class does not follow',
      view({
        native: { rotate: { timeAfterCreate: 'P60D' } },
        class: rules({ nativePolicy: 'check', foreignVersions: 'alert' }),
      }),
      ['native-policy-differs'],
    ],
    [
      'R20: sees one whose versions expire at another time',
      view({ native: { expiresIn: 'P1Y' }, class: rules({ nativePolicy: 'check', expiresAfter: 'P120D' }) }),
      ['native-policy-differs'],
    ],
    [
      'R20: is content with one that does what the class asks for',
      view({
        native: { rotate: { timeAfterCreate: 'P60D' }, expiresIn: 'P4M' },
        class: rules({ nativePolicy: 'check' }),
      }),
      [],
    ],
    [
      'heeds a waiver',
      view({ versions: many(401), class: rules({ waivers: [waiver('many-versions', '2027-03-01')] }) }),
      [],
    ],
    [
      'tells of a waiver that has lapsed, and of what it silenced',
      view({ versions: many(401), class: rules({ waivers: [waiver('many-versions', '2027-02-28')] }) }),
      ['many-versions', 'waiver-lapsed'],
    ],
  ])('%s', (_, seen, expected) => {
    expect(codes(seen)).toEqual(expected);
  });

  it('minds a missing expiry only where the class asks for one', () => {
    const versions = [aVersion('b')];
    expect(judgeKey(view({ versions }))).toMatchObject([{ severity: 'info' }]);
    expect(judgeKey(view({ versions, class: rules({ expiresAfter: 'P120D' }) }))).toMatchObject([
      { severity: 'warning' },
    ]);
  });

  it('names the resource that went back, both versions, and the line of code that did it', () => {
    const [finding] = judgeKey(view({ records: proven, versions: [aVersion('a'), good] }, { astray: astray([moved]) }));
    expect(finding).toMatchObject({
      subject: store.id,
      severity: 'warning',
      message: `${ledger} is on version ${good.version}, but ${store.id} was proven on it and is back on ${versionId('a')}`,
      nextStep: expect.stringContaining(`keyversion: '${good.version}'`),
    });
  });

  it('calls it critical when the old version is disabled, and tells one that never was on the new one', () => {
    const versions = [aVersion('a', { enabled: false }), good];
    expect(judgeKey(view({ records: proven, versions }, { astray: astray([]) }))).toMatchObject([
      { severity: 'critical', message: expect.stringMatching(/came later and uses .*disabled/) },
    ]);
  });

  it('says one thing of a vault, whichever key tells of it', () => {
    const versions = [{ ...good, recoveryLevel: 'Purgeable' }];
    const cards = KeyUrl.parse('https://payments.vault.azure.net/keys/cards');
    expect(judgeKey(view({ versions, key: cards }))).toEqual(judgeKey(view({ versions })));
  });
});

const isAlert = ({ severity }: { severity: string }) => severity !== 'info';

describe('a key whose material comes from elsewhere', () => {
  const imported = (recoveryLevel?: string, how: Partial<KeyRules> = {}) => {
    const { recoveryLevel: _, ...version } = good;
    const versions = [{ ...version, ...(recoveryLevel && { recoveryLevel }) }];
    return judgeKey(view({ versions, class: rules({ origin: 'imported', ...how }) })).map(({ code }) => code);
  };

  it('R27: bears a note on what its safety rests on, which is no alert', () => {
    const note = judgeKey(view({ versions: [good], class: rules({ origin: 'imported' }) })).at(-1);
    expect(note).toMatchObject({
      code: 'external-material',
      severity: 'info',
      message: expect.stringContaining('HSM'),
    });
    expect(judgeKey(view({ versions: [good] }))).toEqual([]);
  });

  it.each(['Purgeable', 'Recoverable+Purgeable', undefined])(
    'R29: is flagged while its recovery level is %s',
    (level) => {
      expect(imported(level)).toContain('recoverability-not-proven');
    },
  );

  it.each(['Recoverable', 'Recoverable+ProtectedSubscription', 'CustomizedRecoverable'])(
    'R29: is not flagged when nobody can purge it, as with %s',
    (level) => {
      expect(imported(level)).not.toContain('recoverability-not-proven');
    },
  );

  it('R29: is not flagged while somebody has declared its backup', () => {
    const waivers = (until: string) => ({ waivers: [waiver('recoverability-not-proven', until)] });
    expect(imported('Purgeable', waivers('2027-12-31'))).not.toContain('recoverability-not-proven');
    expect(imported('Purgeable', waivers('2027-01-31'))).toContain('recoverability-not-proven');
  });
});

describe('the ladder of a key that only a person can rotate', () => {
  const born = (age: number) => [aVersion('b', { createdOn: daysAgo(age), expiresOn: daysAgo(-500) })];
  const imported = rules({ origin: 'imported' });
  const at = (age: number, how: Partial<KeyFacts> = {}) =>
    judgeKey(view({ versions: born(age), class: imported, ...how })).filter(isAlert);

  it.each<[number, { severity: string; occasion: string; message: unknown }[]]>([
    [29, []],
    [30, [{ severity: 'warning', occasion: 'P60D', message: expect.stringContaining('less than 60 days') }]],
    [59, [{ severity: 'warning', occasion: 'P60D', message: expect.anything() }]],
    [60, [{ severity: 'warning', occasion: 'P30D', message: expect.anything() }]],
    [76, [{ severity: 'warning', occasion: 'P14D', message: expect.anything() }]],
    [83, [{ severity: 'critical', occasion: 'P7D', message: expect.anything() }]],
    [89, [{ severity: 'critical', occasion: 'P1D', message: expect.anything() }]],
    [90, [{ severity: 'critical', occasion: 'over', message: expect.stringContaining('ended on 2027-03-01') }]],
  ])('R26: says at the age of %s days of 90 what has changed', (age, expected) => {
    const rungs = expected.map((rung) => ({ ...rung, occasion: `${good.version} ${rung.occasion}` }));
    expect(at(age)).toMatchObject(rungs);
    expect(at(age)).toHaveLength(rungs.length);
  });

  it.each<[string, Partial<KeyFacts>, string[]]>([
    [
      'whose origin nobody has declared',
      { class: { ...imported, origin: undefined } as KeyRules },
      ['imported-near-end'],
    ],
    [
      'whose rotation somebody waived',
      { class: rules({ waivers: [waiver('rotation', '2027-12-31')] }) },
      ['imported-near-end'],
    ],
    [
      'whose rotation is parked',
      { class: rules({}), records: [aRecord({ state: 'parked', from: good.version })] },
      ['imported-near-end'],
    ],
    ['but not of one that rotates by itself', { class: rules({}) }, []],
  ])('tells of one %s', (_, how, expected) => {
    expect(at(85, how).map(({ code }) => code)).toEqual(expected);
  });

  it('R26: says how to bring the next version', () => {
    expect(at(85)).toMatchObject([
      { nextStep: expect.stringContaining('az keyvault key import --vault-name payments') },
    ]);
    const key = inHsm;
    expect(at(85, { key })).toMatchObject([{ nextStep: expect.stringContaining('--hsm-name treasury') }]);
  });

  it('counts from the expiry where that comes first', () => {
    const versions = [aVersion('b', { createdOn: today.toISOString(), expiresOn: daysAgo(-6) })];
    expect(judgeKey(view({ versions, class: imported })).filter(isAlert)).toMatchObject([
      { occasion: `${good.version} P7D` },
    ]);
  });
});
