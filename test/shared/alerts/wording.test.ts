import { Alert } from '../../../shared/alerts/alert';
import type { Wording } from '../../../shared/alerts/plain-words';
import * as words from '../../../shared/alerts/wording';
import type { RotationRecord } from '../../../shared/rotations/record';
import { planRotation } from '../../../shared/rotations/plan-rotation';
import { aRecord, aVersion, daysAgo, facts, ledger, versionId } from '../../examples';
import { aMove } from '../evidence/evidence-examples';

const nothingFound = { dependents: [], unknown: [], unreadable: [] };
const disk = '/subscriptions/1/resourcegroups/shop/providers/microsoft.compute/diskencryptionsets/des';
const blobs = 'https://shop.blob.core.windows.net/orders';
const unproven = (dependent: string, because: string, state: 'pending' | 'needs-person' | 'failed' = 'failed') =>
  aMove(dependent, { proof: 'unproven', state, because });
const finding = (n: number) => ({ code: 'held', message: `reason ${n}`, nextStep: `do ${n}` });
const counts = (all: Partial<NonNullable<RotationRecord['counts']>> = {}) => ({
  total: 3,
  proven: 3,
  assumed: 0,
  unproven: 0,
  ...all,
});
const ended = (how: Partial<RotationRecord>, moves = [aMove(disk)]) =>
  words.rotationEnded(aRecord(how), moves, undefined);

const leftBehind = [
  aMove('/subscriptions/1/moved'),
  unproven(disk, 'it answers 409'),
  unproven(blobs, '3 blobs are leased', 'needs-person'),
];
const partial = { state: 'partial', counts: counts({ proven: 1, unproven: 2, byProof: { unwrapped: 1 } }) } as const;

const cases: readonly (readonly [string, Wording, Partial<Alert>, readonly string[]])[] = [
  [
    'a proven rotation',
    ended({ counts: counts() }),
    { kind: 'RotationProven', severity: 'info' },
    ['3 dependents followed', `Nothing. Version ${versionId('a')} is disabled after the overlap`],
  ],
  [
    'a rotation that is proven but for assumptions',
    ended({ counts: counts({ assumed: 1, byProof: { 'read-back': 1, log: 1, assumed: 1 } }) }),
    { kind: 'RotationProven', severity: 'info' },
    ['3 dependents followed: 1 by read-back, 1 by log, 1 assumed.', '1 dependent moved is only assumed'],
  ],
  [
    'a partial rotation',
    ended(partial, leftBehind),
    { kind: 'RotationPartial', severity: 'critical' },
    [
      '2 of 3 dependents are not proven on the new version. The others: 1 unwrapped.',
      `version ${versionId('a')} stays enabled`,
      `az resource show --ids ${disk}\n     it answers 409`,
      `${blobs}: 3 blobs are leased`,
    ],
  ],
  [
    'a partial emergency',
    ended({ ...partial, cause: 'compromise' }, leftBehind),
    { kind: 'RotationPartial', severity: 'critical' },
    [`can still be opened with the compromised version ${versionId('a')}`],
  ],
  [
    'a rotation whose canary stopped it',
    ended({ state: 'partial', counts: counts({ proven: 0, unproven: 3 }) }, [unproven(disk, 'it answers 409')]),
    { kind: 'RotationPartial', severity: 'critical' },
    ['2 dependents not reached yet'],
  ],
  [
    'a dependent under a lock',
    ended(partial, [
      unproven(
        disk,
        `Expected to change ${disk}, but found: The scope '${disk.toUpperCase()}' is locked. Remove the lock.`,
      ),
    ]),
    { kind: 'RotationPartial' },
    ["Expected to change the resource, but found: The scope 'the resource' is locked. Remove the lock."],
  ],
  [
    'a rotation that was parked before a version was made',
    ended({ state: 'parked', to: undefined, because: 'it waits for approval', nextStep: 'Approve it' }),
    { kind: 'RotationParked', severity: 'warning' },
    ['it waits for approval', 'Nothing was changed', 'Approve it', 'POST /api/rotations'],
  ],
  [
    'an emergency that was parked after a version was made',
    ended({
      state: 'parked',
      cause: 'compromise',
      because: 'the new version does not work',
      nextStep: 'Look at the HSM',
    }),
    { kind: 'RotationParked', severity: 'critical' },
    [`Version ${versionId('b')} was made`, 'Look at the HSM', 'POST /api/emergency-rotations'],
  ],
  [
    'a rotation of which only a person can move the rest',
    ended({ state: 'partial', counts: counts({ proven: 2, unproven: 1 }) }, [
      unproven(disk, 'stop the machines first', 'needs-person'),
    ]),
    { kind: 'NeedsPerson', severity: 'warning' },
    ['must be moved', 'stop the machines first'],
  ],
  [
    'a version of someone else that is not followed',
    words.rotationEnded(aRecord({ state: 'parked', cause: 'foreign-version' }), [], {
      ...planRotation({
        id: 'plan',
        cause: 'foreign-version',
        facts: facts(),
        discovery: nothingFound,
        from: aVersion('a'),
        to: aVersion('b'),
        weaknesses: [],
      }).plan,
      blockedBy: [{ code: 'foreign-version-weaker', message: 'it has 1024 bits', nextStep: 'Ask' }],
    }),
    { kind: 'NeedsPerson', severity: 'critical' },
    ['it has 1024 bits', 'Ask who made it', 'POST /api/emergency-rotations'],
  ],
  [
    'a failed rotation',
    ended({ state: 'failed', because: 'the vault answers 503' }),
    { kind: 'RotationFailed', severity: 'critical' },
    ['the vault answers 503', `az keyvault key list-versions --id ${ledger}`, 'GET /api/rotations/0123456789abcdef-'],
  ],
  [
    'a rotation that ended in no known way',
    ended({ state: 'running' }),
    { kind: 'RotationFailed', severity: 'critical' },
    ['the reason is not known'],
  ],
  [
    'a held retirement',
    words.retirementHeld(aRecord(), [1, 2, 3, 4].map(finding)),
    { kind: 'RetirementHeld', severity: 'warning' },
    [
      'reason 1 (and 3 other reasons)',
      'reason 2. do 2.',
      'and 1 more: GET /api/rotations/',
      `az keyvault key set-attributes --id ${ledger}/${versionId('a')} --enabled false`,
    ],
  ],
  [
    'a done retirement',
    words.retirementDone(aRecord()),
    { kind: 'RetirementDone', severity: 'info' },
    [`az keyvault key set-attributes --id ${ledger}/${versionId('a')} --enabled true`],
  ],
  [
    'dependents that need a person',
    words.needsPerson(aRecord(), [unproven(disk, 'stop its machines first', 'needs-person'), aMove(blobs)]),
    { kind: 'NeedsPerson', severity: 'warning' },
    ['1 dependent of', `az resource show --ids ${disk}\n     stop its machines first`],
  ],
  [
    'a backup that failed in an emergency',
    words.backupFailed(aRecord(), 'forbidden'),
    { kind: 'NeedsPerson', severity: 'critical', subject: `${ledger}/${versionId('b')}` },
    [`az keyvault key backup --id ${ledger} --file`],
  ],
  [
    'a foreign version that is not followed',
    words.foreignVersionRefused({ key: ledger, version: versionId('x'), because: 'its size is 2048, was 4096' }),
    { kind: 'NeedsPerson', severity: 'critical', subject: `${ledger}/${versionId('x')}` },
    [`az keyvault key show --id ${ledger}/${versionId('x')}`, 'Do not disable it yet', 'POST /api/emergency-rotations'],
  ],
  [
    'a key in trouble',
    words.keyInTrouble(ledger, 'it is soft-deleted', new Date(daysAgo(0))),
    { kind: 'NeedsPerson', severity: 'critical', subject: ledger },
    ['it is soft-deleted', `az keyvault key show --id ${ledger}`],
  ],
  [
    'a vault in trouble',
    words.vaultInTrouble('https://payments.vault.azure.net', 'forbidden', new Date(daysAgo(0))),
    { kind: 'NeedsPerson', severity: 'critical' },
    ['az keyvault key list --id https://payments.vault.azure.net'],
  ],
  [
    'a refused event',
    words.eventRefused({ letter: 'abc', because: 'its vault is not in the scope' }),
    { kind: 'EventRefused', severity: 'warning', subject: 'letter/abc' },
    ['its vault is not in the scope', '--container-name rewrap-letters --name abc.json'],
  ],
  [
    'a failing sink',
    words.sinkFailing({ sink: 'pager', since: '2027-03-01T00:00:00.000Z', because: 'pager.example answered 410' }),
    { kind: 'SinkFailing', severity: 'critical', subject: 'pager' },
    ['since 2027-03-01T00:00:00.000Z: pager.example answered 410', 'settings of the sink "pager"'],
  ],
];

describe('the words of an alert', () => {
  it.each(cases)('say of %s what happened and what to do', (_name, wording, head, phrases) => {
    expect(wording).toMatchObject(head);
    const text = `${wording.summary}\n${wording.whatToDo}`;
    for (const phrase of phrases) expect(text).toContain(phrase);
    expect(Alert.parse({ ...wording, id: 'an id', at: '2027-03-01T00:00:00.000Z' })).toMatchObject(wording);
  });

  it('put what waits for a person first', () => {
    const { whatToDo } = ended(partial, leftBehind);
    expect(whatToDo.indexOf(blobs)).toBeLessThan(whatToDo.indexOf(disk));
  });

  it('give every finding of a blocked plan its next step, once', () => {
    const plan = { blockedBy: [finding(1), finding(2), { ...finding(3), nextStep: 'do 2' }] };
    const { summary, whatToDo } = words.rotationEnded(aRecord({ state: 'parked', to: undefined }), [], plan);
    expect(summary).toContain('reason 1; reason 2; reason 3');
    expect(whatToDo.match(/do \d/g)).toEqual(['do 1', 'do 2']);
  });

  it('fit in an alert however many and long the reasons are', () => {
    const long = Array.from({ length: 500 }, (_none, n) => unproven(`${disk}-${n}`, 'x'.repeat(5_000)));
    const wording = ended({ state: 'partial', because: 'y'.repeat(5_000), counts: counts({ unproven: 500 }) }, long);
    expect(Alert.safeParse({ ...wording, id: 'an id', at: '2027-03-01T00:00:00.000Z' }).success).toBe(true);
    expect(wording.whatToDo).toContain('and 497 more');
    expect(wording.whatToDo).toContain('Mend it');
  });

  it('name the rotation and the incident', () => {
    expect(ended({ incidentId: 'INC-7' })).toMatchObject({
      subject: ledger,
      rotationId: aRecord().id,
      incidentId: 'INC-7',
    });
  });
});
