import { SqlManagementClient } from '@azure/arm-sql';
import type { Seed } from '../../../local/arm/resources';
import { armTypes } from '../../../shared/dependents';
import { seed } from './arm-case';
import { protectedBy } from './arm-cases-sql';
import { anArmEstate, aPolicy, key, subscription, v1 } from './arm-estate';
import { publishedTo } from './published/published-client';

const aside = { location: undefined };
const server = 'Microsoft.Sql/servers/books';
const instance = 'Microsoft.Sql/managedInstances/books';
const region = `/subscriptions/${subscription}/providers/Microsoft.Sql/locations/westeurope`;
const kept = `${region}/longTermRetentionServers/books`;
const keptOfInstance = `${region}/longTermRetentionManagedInstances/books`;

const shortTerm = (database: string, retentionDays?: number) =>
  seed(`${database}/backupShortTermRetentionPolicies/default`, { ...(retentionDays && { retentionDays }) }, aside);
const longTerm = (database: string, policy: Seed['properties'] = {}) =>
  seed(`${database}/backupLongTermRetentionPolicies/default`, policy, aside);
const aDatabase = (database: string, retentionDays: number, policy?: Seed['properties']): Seed[] => [
  seed(database, {}),
  shortTerm(database, retentionDays),
  longTerm(database, policy),
];
const aBackup = (at: string, backupExpirationTime: string): Seed => ({
  id: `${at}/old`,
  properties: { backupTime: '2029-01-01T00:00:00Z', backupExpirationTime },
});
/** Regions know every server. */
const places: readonly Seed[] = [kept, keptOfInstance, `${kept}/longTermRetentionDatabases/accounts`].map((id) => ({
  id,
  properties: {},
}));

const anEstate = (...seeds: Seed[]) => {
  const estate = anArmEstate();
  for (const each of [...places, ...seeds]) estate.emulator.put(each);
  const retentions = async () => {
    const { dependents } = await estate.dependents.find(key, aPolicy(), { retentions: true });
    return [...new Set(dependents.flatMap((each) => each.retentions?.map((found) => found.for) ?? 'not told'))];
  };
  return { ...estate, retentions };
};
const ofServer = (...seeds: Seed[]) => anEstate(...protectedBy(server, false), ...seeds);

describe('how long SQL backups need an old version', () => {
  it('is as long as the longest point-in-time restore of any database', async () => {
    const estate = ofServer(...aDatabase(`${server}/databases/a`, 7), ...aDatabase(`${server}/databases/b`, 21));
    expect(await estate.retentions()).toEqual(['P21D']);
  });

  it('does not ask for the system database, which has no backups of its own', async () => {
    const estate = ofServer(seed(`${server}/databases/master`, {}), ...aDatabase(`${server}/databases/a`, 7));
    expect(await estate.retentions()).toEqual(['P7D']);
  });

  it.each([
    ['weekly', { weeklyRetention: 'P12W' }, 'P84D'],
    ['monthly', { weeklyRetention: 'P1W', monthlyRetention: 'P12M' }, 'P372D'],
    ['yearly', { monthlyRetention: 'P1M', yearlyRetention: 'P10Y' }, 'P3660D'],
  ])('is as long as %s backups are kept for long-term retention', async (_, policy, expected) => {
    const estate = ofServer(...aDatabase(`${server}/databases/a`, 7, policy));
    expect(await estate.retentions()).toEqual([expected]);
  });

  it('is as long as a backup is kept that a former policy left behind, also of a database that is gone', async () => {
    const estate = ofServer(
      ...aDatabase(`${server}/databases/a`, 7),
      aBackup(`${kept}/longTermRetentionBackups`, '2029-07-20T00:00:00Z'),
    );
    expect(await estate.retentions()).toEqual(['P200D']);
  });

  it('is five weeks at least where a database was dropped that can be restored', async () => {
    const estate = ofServer(
      ...aDatabase(`${server}/databases/a`, 7),
      seed(`${server}/restorableDroppedDatabases/gone`, {}, aside),
    );
    expect(await estate.retentions()).toEqual(['P35D']);
  });

  it('is read of a database with a protector of its own', async () => {
    const database = `${server}/databases/accounts`;
    const [, ...policies] = aDatabase(database, 14);
    const own = seed(database, { encryptionProtector: `${key}/${v1}`, encryptionProtectorAutoRotation: false });
    const backups = `${kept}/longTermRetentionDatabases/accounts/longTermRetentionBackups`;
    expect(await anEstate(seed(server, {}), own, ...policies).retentions()).toEqual(['P14D']);
    const longer = anEstate(seed(server, {}), own, ...policies, aBackup(backups, '2029-01-31T00:00:00Z'));
    expect(await longer.retentions()).toEqual(['P30D']);
  });

  it('is read of a managed instance, but for the backups that people take of it', async () => {
    const estate = anEstate(
      ...protectedBy(instance, false),
      ...aDatabase(`${instance}/databases/a`, 7),
      aBackup(`${keptOfInstance}/longTermRetentionManagedInstanceBackups`, '2029-02-10T00:00:00Z'),
    );
    const { dependents } = await estate.dependents.find(key, aPolicy(), { retentions: true });
    expect(await estate.retentions()).toEqual(['P40D']);
    const told = dependents.flatMap(({ retentions = [] }) => retentions.map(({ what }) => what));
    const rest = dependents
      .flatMap(({ keepsOldVersionFor }) => keepsOldVersionFor)
      .filter((what) => !told.includes(what));
    expect(rest).toEqual([expect.stringContaining('copy-only')]);
  });

  it.each<[string, (estate: ReturnType<typeof anEstate>) => void]>([
    ['a policy may not be read', ({ rights }) => void (rights.may = (action) => !/LongTermRetentionPol/i.test(action))],
    ['a policy is missing', ({ emulator }) => emulator.put(seed(`${server}/databases/new`, {}))],
    [
      'a backup does not say when it expires',
      ({ emulator }) => emulator.put({ id: `${kept}/longTermRetentionBackups/odd`, properties: {} }),
    ],
  ])('is not told where %s, so that nothing counts as gone', async (_, spoil) => {
    const estate = ofServer(...aDatabase(`${server}/databases/a`, 7));
    spoil(estate);
    expect(await estate.retentions()).toEqual(['not told']);
  });

  it.each([
    ['Microsoft.Sql/servers', server],
    ['Microsoft.Sql/managedInstances', instance],
  ])('is read of %s with the rights that its type lists for it, and no others', async (type, path) => {
    const { rights = [], backups } = armTypes.find((each) => each.type === type) ?? {};
    const listed = [...rights, ...(backups?.rights ?? [])];
    const asked = new Set<string>();
    const estate = anEstate(...protectedBy(path, false), ...aDatabase(`${path}/databases/a`, 7));
    estate.rights.may = (action) => {
      asked.add(action);
      const isOfOthers = /^Microsoft\.(Resource(s|Graph)|Authorization)\/|servers\/databases\/read/i.test(action);
      return isOfOthers || listed.includes(action);
    };
    expect(await estate.retentions()).toEqual(['P7D']);
    expect([...asked]).toEqual(expect.arrayContaining([...(backups?.rights ?? [])]));
  });

  it('is not asked for by a sweep, which only looks who uses the key', async () => {
    const estate = ofServer(...aDatabase(`${server}/databases/a`, 7));
    await estate.dependents.find(key, aPolicy());
    expect(estate.calls.filter(({ path }) => /retention/i.test(path))).toEqual([]);
  });

  it("is read at the places where Microsoft's published client looks", async () => {
    const estate = ofServer(
      ...aDatabase(`${server}/databases/a`, 9, { yearlyRetention: 'P2Y' }),
      aBackup(`${kept}/longTermRetentionBackups`, '2029-02-10T00:00:00Z'),
      seed(`${server}/restorableDroppedDatabases/gone`, {}, aside),
    );
    const { credential, options } = publishedTo(estate, '2023-08-01');
    const client = new SqlManagementClient(credential, subscription, options);
    const named = ['rg', 'books', 'a', 'default'] as const;
    expect(await client.backupShortTermRetentionPolicies.get(...named)).toMatchObject({ retentionDays: 9 });
    expect(await client.longTermRetentionPolicies.get(...named)).toMatchObject({ yearlyRetention: 'P2Y' });
    const backups = await client.longTermRetentionBackups.listByServer('westeurope', 'books').next();
    expect(backups.value).toMatchObject({ backupExpirationTime: new Date('2029-02-10T00:00:00Z') });
    expect((await client.restorableDroppedDatabases.listByServer('rg', 'books').next()).value).toBeDefined();
  });
});
