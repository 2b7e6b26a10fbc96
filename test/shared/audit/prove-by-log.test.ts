import { fc } from '../../properties';
import type { AuditedUse, LogReading } from '../../../shared/audit/log-reading';
import { logProver } from '../../../shared/audit/prove-by-log';
import { aDependent, daysAgo, today, versionId } from '../../examples';
import { aReading, aUse, principal } from './examples';

const bus = aDependent('bus', { identities: [principal('bus')] });
const since = new Date(daysAgo(3));
const verdict = (reading: LogReading, dependents = [bus]) =>
  logProver({ reading, dependents, to: versionId('b'), since })(bus);

const oldUse = (how: Partial<AuditedUse> = {}) => aUse('bus', { version: versionId('a'), last: daysAgo(1), ...how });

describe('the proof by the audit log', () => {
  it('is given when its identity used the new version and no other one, and states window and counts', () => {
    expect(verdict(aReading([aUse('bus'), oldUse({ last: daysAgo(5) })]))).toEqual({
      proof: 'log',
      because: expect.stringMatching(/used the new version 3 times, last at 2027-03-01T12.*and no other version/),
      window: { from: daysAgo(3), to: today.toISOString() },
    });
  });

  it('knows a system-assigned identity by the resource that its token names', () => {
    const named = aUse('somebody', { by: { principal: principal('somebody'), resource: bus.id, own: false } });
    expect(verdict(aReading([named])).proof).toBe('log');
  });

  it.each<[string, LogReading, RegExp]>([
    ['the old version was used within the window', aReading([aUse('bus'), oldUse()]), /used version/],
    ['it tried the old version in vain', aReading([aUse('bus'), oldUse({ outcome: 'denied' })]), /used version/],
    ['only others used the new version', aReading([aUse('somebody')]), /no use of the new version by its identity/],
    ['its use of the new version was refused', aReading([aUse('bus', { outcome: 'denied' })]), /no use of the new/],
    ['the version was not named', aReading([aUse('bus', { version: undefined })]), /no use of the new version/],
    ['it only backed the key up', aReading([aUse('bus', { operation: 'backup' })]), /no use of the new version/],
    [
      'the log is behind',
      aReading([aUse('bus')], { gaps: [{ from: new Date(daysAgo(1)), to: today }] }),
      /behind: its newest event is of 2027-02-28T12:00Z/,
    ],
    [
      'the vault logged nothing for a while',
      aReading([aUse('bus')], { gaps: [{ from: new Date(daysAgo(4)), to: new Date(daysAgo(2)) }] }),
      /no event of the vault between 2027-02-25/,
    ],
    [
      'the log was asked about less than the window',
      aReading([aUse('bus')], { span: { from: new Date(daysAgo(1)), to: today } }),
      /was not asked/,
    ],
    ['there is no log', { is: 'unavailable', because: 'nobody sends it', declared: true }, /nobody sends it/],
  ])('is not given when %s', (_, reading, why) => {
    expect(verdict(reading)).toEqual({ proof: 'none', because: expect.stringMatching(why) });
  });

  it('takes a gap before the window for no doubt', () => {
    const early = { from: new Date(daysAgo(8)), to: new Date(daysAgo(5)) };
    expect(verdict(aReading([aUse('bus')], { gaps: [early] })).proof).toBe('log');
  });

  it('is not given where two dependents work under one identity', () => {
    const twin = aDependent('twin', { identities: [principal('bus')] });
    expect(verdict(aReading([aUse('bus')]), [bus, twin])).toEqual({
      proof: 'none',
      because: expect.stringContaining(twin.id),
    });
  });

  it('is not given where two parts of one resource work under its identity', () => {
    const account = '/subscriptions/1/resourcegroups/g/providers/microsoft.storage/storageaccounts/store';
    const [one, two] = [aDependent('x', { id: `${account}/encryptionscopes/a` }), aDependent('y', { id: account })];
    const use = aUse('store', { by: { principal: principal('store'), resource: account, own: false } });
    const prove = logProver({ reading: aReading([use]), dependents: [one, two], to: versionId('b'), since });
    expect(prove(one)).toEqual({ proof: 'none', because: expect.stringContaining('same identity') });
    expect(logProver({ reading: aReading([use]), dependents: [one], to: versionId('b'), since })(one).proof).toBe(
      'log',
    );
  });

  it('is never given, whatever is in the log, while its identity used another version within the window', () => {
    const use = fc.record({
      who: fc.constantFrom('bus', 'somebody'),
      version: fc.constantFrom(versionId('a'), versionId('b'), versionId('c')),
      days: fc.integer({ min: 0, max: 9 }),
      outcome: fc.constantFrom('done' as const, 'denied' as const, 'failed' as const),
      operation: fc.constantFrom('wrap' as const, 'unwrap' as const, 'backup' as const),
    });
    fc.assert(
      fc.property(fc.array(use, { maxLength: 8 }), (uses) => {
        const { proof } = verdict(
          aReading(uses.map(({ who, days, ...how }) => aUse(who, { ...how, last: daysAgo(days) }))),
        );
        const mine = uses.filter(({ who, operation }) => who === 'bus' && operation !== 'backup');
        const isOnOld = mine.some(({ version, days }) => version !== versionId('b') && days <= 3);
        const isOnNew = mine.some(({ version, outcome }) => version === versionId('b') && outcome === 'done');
        expect(proof).toBe(isOnNew && !isOnOld ? 'log' : 'none');
      }),
    );
  });
});
