import type { AuditedUse } from '../../../shared/audit/log-reading';
import type { ShadowUser } from '../../../shared/audit/shadow-user';
import { isToAdvise } from '../../../shared/incidents/advice';
import { adviseMode } from '../../../shared/incidents/advise-mode';
import { daysAgo, today } from '../../examples';
import { aReading, aUse } from '../audit/examples';

const advice = (uses: AuditedUse[], shadowUsers: ShadowUser[] = []) =>
  adviseMode({ reading: aReading(uses), shadowUsers, now: today });
const aShadow = (...operations: string[]): ShadowUser => ({
  principal: 'mallory',
  operations,
  count: 4,
  last: daysAgo(1),
  addresses: [],
});
const backup = aUse('mallory', { operation: 'backup' });

describe('the mode that the audit log speaks for', () => {
  it.each<[string, AuditedUse, string]>([
    ['was backed up', backup, 'key-backup'],
    ['was released', aUse('mallory', { operation: 'release' }), 'key-release'],
    ['was restored', aUse('mallory', { operation: 'restore' }), 'key-restore'],
    [
      'may have been restored elsewhere',
      aUse('mallory', { operation: 'restore', vault: 'https://mallory.vault.azure.net' }),
      'key-restore',
    ],
  ])('R19c: is a clean vault where the key %s, with who and when', (_, use, code) => {
    const { mode, newDataKeys, findings } = advice([use]);
    expect({ mode, newDataKeys }).toEqual({ mode: 'clean-vault', newDataKeys: false });
    expect(findings).toEqual([{ code, message: expect.stringContaining(`last at ${daysAgo(0)}`) }]);
    if (use.vault) expect(findings[0]?.message).toContain(`into ${use.vault}`);
  });

  it('R19c: is new data keys where somebody whom nobody knows opened some, and both where the key left, too', () => {
    expect(advice([], [aShadow('unwrap')])).toMatchObject({ mode: 're-encrypt', newDataKeys: true });
    expect(advice([backup], [aShadow('wrap', 'decrypt')])).toMatchObject({ mode: 'clean-vault', newDataKeys: true });
  });

  it.each<[string, AuditedUse[], ShadowUser[], number]>([
    ['of nothing', [], [], 0],
    ['of ordinary use', [aUse('bus')], [], 0],
    ['of a backup that was refused, which is told all the same', [{ ...backup, outcome: 'denied' }], [], 1],
    [
      'of a backup that was refused to nobody, as the first call of a client is',
      [{ ...backup, outcome: 'denied', by: { own: false } }],
      [],
      0,
    ],
    ['of a backup by Rewrap itself', [{ ...backup, by: { own: true } }], [], 0],
    ['of somebody who only wrapped', [], [aShadow('wrap')], 0],
  ])('is a new version where the log tells %s', (_, uses, shadowUsers, findings) => {
    const found = advice(uses, shadowUsers);
    expect(found).toMatchObject({ mode: 'new-version', newDataKeys: false });
    expect(found.findings).toHaveLength(findings);
  });

  it('says how far the log was searched, and what it cannot tell', () => {
    expect(advice([]).doubts).toEqual([expect.stringContaining(`searched back to ${daysAgo(10)}`)]);
    const gaps = [{ from: new Date(daysAgo(1)), to: today }];
    const behind = adviseMode({ reading: aReading([], { gaps }), shadowUsers: [], now: today });
    expect(behind.doubts).toContainEqual(expect.stringContaining('nothing of 1 stretches of time'));
    const reading = { is: 'unavailable', because: 'no right', declared: true } as const;
    const blind = adviseMode({ reading, shadowUsers: [], now: today });
    expect(blind).toMatchObject({
      mode: 'new-version',
      doubts: [expect.stringMatching(/no right.*choose clean-vault/)],
    });
  });
});

describe('the search of the log', () => {
  const at = (minutes: number) => new Date(today.getTime() + minutes * 60_000);
  const askedAt = today.toISOString();
  const searched = (minutes: number) => ({ ...advice([]), at: at(minutes).toISOString() });

  it.each([
    ['is due at once', undefined, 0, true],
    ['rests for a quarter of an hour', searched(0), 14, false],
    ['is due again then, since events come late', searched(0), 15, true],
    ['has been too late for events to come when it was three hours later', searched(180), 600, false],
  ])('%s', (_, found, now, due) => {
    expect(isToAdvise({ advice: found, askedAt }, at(now))).toBe(due);
  });
});
