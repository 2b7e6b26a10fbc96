import type { Seed } from '../../local/arm/resources';
import { armCases, diskSet } from '../shared/dependents/arm-cases';
import { seed } from '../shared/dependents/arm-case';
import { protectedBy } from '../shared/dependents/arm-cases-sql';
import { key, subscription, v1 } from '../shared/dependents/arm-estate';
import { encryptedWith } from '../shared/dependents/search/search-estate';
import type { LeastEstate } from './least-estate';

const aside = { location: undefined };
const lake = 'Microsoft.Synapse/workspaces/lake';

const lakeSeeds: readonly Seed[] = [
  seed(
    lake,
    {
      encryption: {
        cmk: { key: { name: 'default', keyVaultUrl: `${key}/` }, kekIdentity: { useSystemAssignedIdentity: true } },
      },
    },
    { tags: {} },
  ),
  seed(`${lake}/keys/default`, { keyVaultUrl: `${key}/` }),
  seed(`${lake}/keys/rewrap-spare`, { keyVaultUrl: key.replace('ledger', 'spare') }),
  seed(`${lake}/sqlPools/sales`, { status: 'Online' }),
];

const confidential = diskSet({ encryptionType: 'ConfidentialVmEncryptedWithCustomerKey' });
const confidentialSet: Seed = { ...confidential, id: `${confidential.id}-confidential` };
const machine = seed('Microsoft.Compute/virtualMachines/pay-1', {
  storageProfile: {
    osDisk: {
      managedDisk: {
        securityProfile: {
          securityEncryptionType: 'DiskWithVMGuestState',
          diskEncryptionSet: { id: confidentialSet.id },
        },
      },
    },
  },
  instanceView: { statuses: [{ code: 'PowerState/running' }] },
});

/** One of every type, on version v1 of the key `ledger`. */
const oneOfEach: readonly Seed[] = [
  ...armCases.flatMap(({ pinned, following, byHand }) => pinned ?? following ?? byHand ?? []),
  ...lakeSeeds,
  confidentialSet,
  machine,
  seed('Microsoft.Search/searchServices/halden-search', {}),
];

const searchObjects = {
  indexes: { fields: [{ name: 'id', type: 'Edm.String', key: true, retrievable: true }] },
  synonymmaps: { format: 'solr', synonyms: 'a => b' },
  indexers: { dataSourceName: 'orders', targetIndexName: 'orders' },
  datasources: {
    type: 'azureblob',
    credentials: { connectionString: 'secret' },
    container: { name: 'orders', query: null },
  },
  skillsets: { skills: [{ '@odata.type': '#Microsoft.Skills.Text.SplitSkill', context: '/document' }] },
} as const;

/** What tells how long backups of a database of SQL are kept. */
const retentionsOf = (database: string): Seed[] => [
  seed(`${database}/backupShortTermRetentionPolicies/default`, { retentionDays: 7 }, aside),
  seed(`${database}/backupLongTermRetentionPolicies/default`, {}, aside),
];
const backupsOf = (server: string): Seed[] => [
  seed(`${server}/databases/a`, {}),
  ...retentionsOf(`${server}/databases/a`),
];

/** A database with a protector of its own. */
const ownProtector = 'Microsoft.Sql/servers/till/databases/own';
const withOwnProtector: readonly Seed[] = [
  seed(ownProtector, { encryptionProtector: `${key}/${v1}`, encryptionProtectorAutoRotation: false }),
  ...retentionsOf(ownProtector),
];
const region = `/subscriptions/${subscription}/providers/Microsoft.Sql/locations/westeurope`;
const servers = ['Microsoft.Sql/servers/till', 'Microsoft.Sql/managedInstances/till'] as const;
const places: readonly Seed[] = [
  'longTermRetentionServers/till',
  'longTermRetentionServers/till/longTermRetentionDatabases/own',
  'longTermRetentionManagedInstances/till',
].map((at) => ({
  id: `${region}/${at}`,
  properties: {},
}));

const putAll = ({ emulator }: LeastEstate, seeds: readonly Seed[], name: string, version: string): void => {
  for (const each of seeds) {
    const text = JSON.stringify(each).replaceAll(v1, version).replaceAll('ledger', name);
    emulator.put(JSON.parse(text));
  }
};

/** Lays one resource of every type into the estate, on a key `ledger` of its vault. */
export const plantOneOfEach = async (estate: LeastEstate): Promise<void> => {
  await estate.addKey({ name: 'spare', kty: 'RSA' });
  const version = await estate.addKey({ name: 'ledger', kty: 'RSA' });
  putAll(estate, oneOfEach, 'ledger', version);
  for (const kind of ['indexes', 'synonymmaps', 'indexers', 'datasources', 'skillsets'] as const) {
    const object = { name: 'Orders', ...searchObjects[kind], encryptionKey: encryptedWith(version) };
    estate.search.put('halden-search', kind, object);
  }
};

/** Lays a key `seals` beside it whose old version can be retired: SQL with backups, and a blob of an application. */
export const plantWhatRetires = async (estate: LeastEstate): Promise<void> => {
  const version = await estate.addKey({ name: 'seals', kty: 'RSA' });
  const sql = servers.flatMap((server) => [...protectedBy(server, false), ...backupsOf(server)]);
  putAll(estate, [...places, ...sql, ...withOwnProtector], 'seals', version);
  await estate.addBlob('letter', 'seals', version);
};
