import { holdFindings } from '../../../shared/rotations/hold-findings';
import type { RetirementFacts } from '../../../shared/rotations/retirement-facts';
import { retentionsOf } from '../../../shared/dependents/retentions';
import { cosmosAccount } from '../../../shared/dependents/cosmos-account';
import { aClass, aRecord, daysAgo, today } from '../../examples';

const cosmos = {
  id: '/subscriptions/1/cosmos',
  type: 'Microsoft.DocumentDB/databaseAccounts',
  mode: 'following' as const,
  canary: false,
  keepsOldVersionFor: ['backups'],
};
type Given = Pick<RetirementFacts, 'dependents'> & { holds?: Parameters<typeof aClass>[0] };
const found = ({ dependents, holds }: Given) => {
  const rules = aClass(holds);
  // Only what the findings rest on; the rotation was over nine days ago.
  const facts = { now: today, record: aRecord({ closedAt: daysAgo(9) }), dependents, rules };
  return holdFindings(facts as unknown as RetirementFacts).map(({ code, until }) => [code, until]);
};
const until = (days: number) => ['old-version-needed-until', daysAgo(-days)];
const declared = (...holds: { of?: string; for: string }[]) => ({
  holds: holds.map((hold) => ({ reason: 'tapes', ...hold })),
});

describe('holdFindings', () => {
  it.each<[string, Given, unknown[]]>([
    ['for ever where nobody tells for how long', { dependents: [cosmos] }, [['old-version-needed', undefined]]],
    [
      'until the retention that the resource tells is over',
      { dependents: [{ ...cosmos, retentions: [{ what: 'backups', for: 'P30D' }] }] },
      [until(21)],
    ],
    ['no more once it is over', { dependents: [{ ...cosmos, retentions: [{ what: 'backups', for: 'P9D' }] }] }, []],
    [
      'for ever for what the resource does not tell beside',
      {
        dependents: [
          { ...cosmos, keepsOldVersionFor: ['backups', 'logs'], retentions: [{ what: 'logs', for: 'P9D' }] },
        ],
      },
      [['old-version-needed', undefined]],
    ],
    [
      'until what the policy declares for the type is over',
      { dependents: [cosmos], holds: declared({ of: 'microsoft.documentdb/databaseaccounts', for: 'P35D' }) },
      [until(26)],
    ],
    [
      'until what the policy declares for the resource is over',
      { dependents: [cosmos], holds: declared({ of: cosmos.id, for: 'P10D' }) },
      [until(1)],
    ],
    [
      'for ever when the policy speaks of another',
      { dependents: [cosmos], holds: declared({ of: 'other', for: 'P10D' }) },
      [['old-version-needed', undefined]],
    ],
    [
      'until what the policy declares for every key is over',
      { dependents: [{ ...cosmos, keepsOldVersionFor: [] }], holds: declared({ for: 'P10D' }) },
      [until(1)],
    ],
  ])('holds an old version %s', (_, given, expected) => {
    expect(found(given)).toEqual(expected);
  });

  it('knows from an account of Cosmos DB how long it keeps periodic backups', () => {
    const properties = { backupPolicy: { periodicModeProperties: { backupRetentionIntervalInHours: 720 } } };
    expect(retentionsOf(cosmosAccount, { id: 'c', properties }).retentions).toMatchObject([{ for: 'PT720H' }]);
    expect(retentionsOf(cosmosAccount, { id: 'c', properties: {} })).toEqual({});
  });
});
