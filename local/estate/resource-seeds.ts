import type { Seed } from '../arm/resources';
import { stableId } from '../identity/stable-id';
import { groupOf, managedApplication } from './company';
import type { DependentPlan, Reference } from './dependents';

/** The key version that a resource shall use, as its service writes it. */
export interface KeyInUse {
  /** `https://localhost:PORT` */
  readonly vault: string;
  readonly name: string;
  readonly version: string;
}

type Properties = Seed['properties'];

const uriOf = ({ vault, name, version }: KeyInUse, reference: Reference) =>
  reference === 'pinned' ? `${vault}/keys/${name}/${version}` : `${vault}/keys/${name}`;

interface Kind {
  readonly type: string;
  readonly properties: (key: KeyInUse, reference: Reference) => Properties;
  /** The resource that holds the reference, where that is a part of the one named. */
  readonly part?: string;
}

/** A set always names a version; following is a flag beside it. */
const diskEncryptionSet = (encryptionType: string): Kind => ({
  type: 'Microsoft.Compute/diskEncryptionSets',
  properties: (key, reference) => ({
    encryptionType,
    activeKey: { keyUrl: uriOf(key, 'pinned') },
    rotationToLatestKeyVersionEnabled: reference === 'following',
  }),
});

const kinds: Record<DependentPlan['kind'], Kind> = {
  'storage-account': {
    type: 'Microsoft.Storage/storageAccounts',
    properties: ({ vault, name, version }, reference) => ({
      encryption: {
        keySource: 'Microsoft.Keyvault',
        keyvaultproperties: {
          keyvaulturi: vault,
          keyname: name,
          ...(reference === 'pinned' && { keyversion: version }),
        },
      },
    }),
  },
  'encryption-scope': {
    type: 'Microsoft.Storage/storageAccounts/encryptionScopes',
    properties: (key, reference) => ({
      source: 'Microsoft.KeyVault',
      keyVaultProperties: { keyUri: uriOf(key, reference) },
    }),
  },
  'sql-server': {
    type: 'Microsoft.Sql/servers',
    part: 'encryptionProtector/current',
    properties: (key, reference) => ({
      serverKeyType: 'AzureKeyVault',
      uri: uriOf(key, 'pinned'),
      autoRotationEnabled: reference === 'following',
    }),
  },
  'disk-encryption-set': diskEncryptionSet('EncryptionAtRestWithCustomerKey'),
  'confidential-disk-encryption-set': diskEncryptionSet('ConfidentialVmEncryptedWithCustomerKey'),
  'cosmos-account': {
    type: 'Microsoft.DocumentDB/databaseAccounts',
    properties: (key) => ({ keyVaultKeyUri: uriOf(key, 'following') }),
  },
  'service-bus-namespace': {
    type: 'Microsoft.ServiceBus/namespaces',
    properties: ({ vault, name, version }, reference) => ({
      encryption: {
        keySource: 'Microsoft.KeyVault',
        keyVaultProperties: [
          { keyVaultUri: vault, keyName: name, ...(reference === 'pinned' && { keyVersion: version }) },
        ],
      },
    }),
  },
  'hdinsight-cluster': {
    type: 'Microsoft.HDInsight/clusters',
    properties: ({ vault, name, version }) => ({
      diskEncryptionProperties: { vaultUri: vault, keyName: name, keyVersion: version },
    }),
  },
};

type Place = Pick<DependentPlan, 'team' | 'kind' | 'managed'>;

/** Id of a resource that uses a key, by which people and adapters know it. */
export function idOf({ team, kind, managed }: Place, name: string): string {
  const [provider = '', ...types] = kinds[kind].type.split('/');
  const names = name.split('/');
  const group = managed ? managedApplication.group : groupOf(team);
  return [group, 'providers', provider, ...types.flatMap((type, at) => [type, names[at] ?? ''])].join('/');
}

/** Id and type of what holds the key reference: the resource itself, or a part of it. */
export function holderIdOf(plan: Place, name: string): { id: string; type: string } {
  const { type, part } = kinds[plan.kind];
  const id = idOf(plan, name);
  return part ? { id: `${id}/${part}`, type: `${type}/${part.split('/')[0]}` } : { id, type };
}

/** Names and principal ids of the managed identities by which resources of a plan use their key. A scope goes by its account's. */
export const identitiesOf = (plan: DependentPlan): { name: string; principalId: string }[] =>
  plan.kind === 'encryption-scope' ? [] : plan.names.map((name) => ({ name, principalId: stableId(idOf(plan, name)) }));

/** The resources of one plan, as Azure Resource Manager takes them. */
export function resourcesOf(plan: DependentPlan, key: KeyInUse): Seed[] {
  const { part, properties } = kinds[plan.kind];
  return plan.names.flatMap((name): Seed[] => {
    const id = idOf(plan, name);
    const identity = { type: 'SystemAssigned', principalId: stableId(id), tenantId: stableId('tenant') };
    const location = { location: 'westeurope', identity, ...(plan.tags && { tags: plan.tags }) };
    const holder = properties(key, plan.reference);
    if (!part) return [{ id, ...(plan.kind !== 'encryption-scope' && location), properties: holder }];
    return [
      { id, ...location, properties: {} },
      { id: `${id}/${part}`, properties: holder },
    ];
  });
}
