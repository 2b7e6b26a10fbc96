import { KeyUrl } from '../../../shared/keys/key-url';
import { explainRules } from '../../../shared/policy/explain-rules';
import { aPolicy } from './a-policy';

const ledger = KeyUrl.parse('https://payments.vault.azure.net/keys/ledger');
const now = new Date('2026-12-24T12:00:00Z');

const policy = aPolicy({
  classes: [
    { name: 'standard', cryptoperiod: 'P1Y', origin: 'generated' },
    { name: 'critical', cryptoperiod: 'P90D', match: { tags: { criticality: 'high' } } },
    { name: 'other', cryptoperiod: 'P90D', match: { keys: ['other*'] } },
  ],
  freezes: [{ name: 'end of year', from: '2026-12-19', to: '2027-01-04', timeZone: 'UTC', classes: ['standard'] }],
  waivers: [
    { rule: 'rotation', match: { keys: ['ledger'] }, reason: 'migration', owner: 'core team', until: '2026-12-23' },
  ],
});

describe('explainRules', () => {
  it('R18b: names the class that holds, the last that matches, and why others do not match', () => {
    expect(explainRules(policy, { key: ledger, tags: { criticality: 'high' }, now })).toMatchObject({
      inScope: true,
      holds: 'critical',
      classes: [
        { name: 'standard', mismatches: [] },
        { name: 'critical', mismatches: [] },
        { name: 'other', mismatches: ['its name is none of other*'] },
      ],
    });
  });

  it('shows which rules the tags of the key narrowed, and from what', () => {
    const { rules } = explainRules(policy, {
      key: ledger,
      tags: { 'rewrap-cryptoperiod': 'P30D', 'rewrap-protection': 'hsm', 'rewrap-origin': 'imported' },
      now,
    });
    expect(rules.filter(({ narrowedFrom }) => narrowedFrom !== undefined)).toEqual([
      { name: 'cryptoperiod', value: 'P30D', narrowedFrom: 'P1Y' },
      { name: 'notice', value: 'P15D', narrowedFrom: 'P30D' },
      { name: 'origin', value: 'imported', narrowedFrom: 'generated' },
      { name: 'protection', value: 'hsm', narrowedFrom: 'any' },
    ]);
  });

  it('tells when changes may be made, by the freezes of that class alone', () => {
    expect(explainRules(policy, { key: ledger, tags: {}, now }).nextOpening).toBe('2027-01-04T00:00:00.000Z');
    expect(explainRules(policy, { key: ledger, tags: { criticality: 'high' }, now }).nextOpening).toBeUndefined();
  });

  it('tells of a waiver that has lapsed', () => {
    expect(explainRules(policy, { key: ledger, tags: {}, now }).waivers).toEqual([
      { rule: 'rotation', owner: 'core team', until: '2026-12-23', lapsed: true },
    ]);
  });

  it('says that a key of another vault is never touched', () => {
    const foreign = KeyUrl.parse('https://other.vault.azure.net/keys/ledger');
    expect(explainRules(policy, { key: foreign, tags: {}, now })).toMatchObject({ inScope: false, holds: 'standard' });
  });
});
