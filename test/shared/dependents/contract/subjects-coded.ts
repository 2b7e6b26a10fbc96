import { seed } from '../arm-case';
import { diskSet } from '../arm-cases';
import { host, idOf, key, v1, v2 } from '../arm-estate';
import { armStage } from './stage';
import type { Subject } from './subject';

const none = { writes: [], nudges: [] };

const shop = 'Microsoft.ContainerService/managedClusters/shop';
const cluster = (version: string) =>
  seed(
    shop,
    {
      dnsPrefix: 'shop',
      powerState: { code: 'Running' },
      agentPoolProfiles: [{ name: 'pool', count: 3, mode: 'System' }],
      securityProfile: {
        azureKeyVaultKms: { enabled: true, keyId: `${key}/${version}`, keyVaultNetworkAccess: 'Public' },
      },
    },
    { sku: { name: 'Base', tier: 'Standard' } },
  );
const { powerState: _, ...sent } = cluster(v2).properties;
const clusterPut = {
  method: 'PUT',
  path: idOf(shop),
  body: { location: 'westeurope', sku: { name: 'Base', tier: 'Standard' }, properties: sent },
} as const;

/** AKS in the former way: its Secrets are written anew by a command, which nothing of the cluster shows. */
export const formerKubernetes: Subject = {
  type: 'Microsoft.ContainerService/managedClusters',
  what: 'pinned, in the former way',
  id: idOf(shop),
  mode: 'pinned',
  stage: armStage('Microsoft.ContainerService/managedClusters', idOf(shop), [cluster(v1)]),
  writes: [clusterPut],
  nudges: [clusterPut],
  lastWrite: { method: 'PUT', path: idOf(shop) },
  laterAssumed: true,
  granted: [
    'Microsoft.ContainerService/managedClusters/runCommand/action',
    'Microsoft.ContainerService/managedClusters/commandResults/read',
  ],
};

const disks = idOf('Microsoft.Compute/diskEncryptionSets/disks');
const confidential = diskSet({ encryptionType: 'ConfidentialVmEncryptedWithCustomerKey' });
export const confidentialDisks: Subject = {
  type: 'Microsoft.Compute/diskEncryptionSets',
  what: 'by hand, for confidential VMs',
  id: disks,
  mode: 'by-hand',
  stage: armStage('Microsoft.Compute/diskEncryptionSets', disks, [confidential]),
  lastWrite: { method: 'PATCH', path: disks },
  ...none,
};

const lake = 'Microsoft.Synapse/workspaces/lake';
const spare = `https://${host}/keys/spare`;
const pointing = (name: string, keyVaultUrl: string) =>
  ({
    method: 'PATCH',
    path: idOf(lake),
    body: { properties: { encryption: { cmk: { key: { name, keyVaultUrl } } } } },
  }) as const;
const thereAndBack = [pointing('rewrap-spare', spare), pointing('ledger', key)];

/** Its reference never names a version; it gets to a new one by way of the spare key that its owner has registered. */
export const synapse: Subject = {
  type: 'Microsoft.Synapse/workspaces',
  what: 'pinned, without a version',
  id: idOf(lake),
  mode: 'pinned',
  stage: armStage('Microsoft.Synapse/workspaces', idOf(lake), [
    seed(lake, { encryption: { cmk: { key: { name: 'ledger', keyVaultUrl: key } } } }),
    seed(`${lake}/keys/ledger`, { keyVaultUrl: key }),
    seed(`${lake}/keys/rewrap-spare`, { keyVaultUrl: spare }),
    seed(`${lake}/sqlPools/sales`, { status: 'Online' }),
  ]),
  writes: thereAndBack,
  nudges: thereAndBack,
  lastWrite: { method: 'PATCH', path: idOf(lake) },
  silent: true,
  staysForward: 'not tried',
};
