import { z } from 'zod';
import { ArmError } from '../arm-error';
import { at, textAt } from '../json';
import { parseKeyUri } from '../key-lookup';
import type { ArmResource, ResourceType } from '../resource-type';
import { echoed, known, KeyUri, trackedFields } from './schemas';

const kms = 'securityProfile.azureKeyVaultKms';
const newMode = 'securityProfile.kubernetesResourceObjectEncryptionProfile.infrastructureEncryption';

const SecurityProfile = z.strictObject({
  ...known('defender', 'workloadIdentity', 'imageCleaner', 'customCATrustCertificates'),
  azureKeyVaultKms: z
    .strictObject({
      enabled: z.boolean().optional(),
      keyId: KeyUri.optional(),
      keyVaultNetworkAccess: z.enum(['Public', 'Private']).optional(),
      keyVaultResourceId: z.string().optional(),
    })
    .optional(),
  kubernetesResourceObjectEncryptionProfile: z
    .strictObject({ infrastructureEncryption: z.enum(['Enabled', 'Disabled']).optional() })
    .optional(),
});

/**
 * AKS cluster with the secrets in its etcd encrypted. By the former way the key needs a version and the one before stays
 * needed until the next rotation. The secrets themselves are not here, but what they need is: every version that was ever used,
 * until a command has written them all anew. By the new way (`infrastructureEncryption`) it may
 * have none and is followed in six hours. The key is written with the whole object; a PATCH takes tags alone. Source:
 * npm @azure/arm-containerservice 25.3, ManagedCluster; it lacks the profile of the new way, which is taken here and,
 * like all else, lost when a write leaves it out: both assumed. So is that `If-Match` is honoured.
 */
export const kubernetesCluster: ResourceType = {
  type: 'Microsoft.ContainerService/managedClusters',
  apiVersion: '2026-04-01',
  inGraph: true,
  defaults: { fields: { sku: { name: 'Base', tier: 'Standard' } }, properties: { provisioningState: 'Succeeded' } },
  references: [{ style: 'uri', path: `${kms}.keyId` }],
  version: 'optional',
  keepsPrevious: true,
  keepsAll: ({ properties }) => at(properties, newMode) !== 'Enabled',
  follows: { withinMinutes: 6 * 60 },
  etag: 'eTag',
  writes: {
    PATCH: { takesTime: true, tells: ['operation'], body: z.strictObject({ tags: trackedFields.tags }) },
    PUT: {
      takesTime: true,
      status: 201,
      tells: ['operation'],
      ignores: echoed(
        'provisioningState',
        'powerState',
        'maxAgentPools',
        'currentKubernetesVersion',
        'fqdn',
        'privateFQDN',
        'azurePortalFQDN',
        'resourceUID',
      ),
      body: z.strictObject({
        ...trackedFields,
        ...known('sku', 'extendedLocation', 'kind'),
        location: z.string(),
        properties: z.strictObject({
          ...known('kubernetesVersion', 'dnsPrefix', 'fqdnSubdomain', 'agentPoolProfiles', 'linuxProfile'),
          ...known('windowsProfile', 'servicePrincipalProfile', 'addonProfiles', 'podIdentityProfile'),
          ...known('oidcIssuerProfile', 'nodeResourceGroup', 'nodeResourceGroupProfile', 'enableRBAC', 'supportPlan'),
          ...known('networkProfile', 'aadProfile', 'autoUpgradeProfile', 'upgradeSettings', 'autoScalerProfile'),
          ...known('apiServerAccessProfile', 'diskEncryptionSetID', 'identityProfile', 'privateLinkResources'),
          ...known('disableLocalAccounts', 'httpProxyConfig', 'storageProfile', 'ingressProfile', 'metricsProfile'),
          ...known('publicNetworkAccess', 'workloadAutoScalerProfile', 'azureMonitorProfile', 'serviceMeshProfile'),
          ...known('nodeProvisioningProfile', 'bootstrapProfile', 'aiToolchainOperatorProfile', 'status'),
          ...known('hostedSystemProfile'),
          securityProfile: SecurityProfile.optional(),
        }),
      }),
    },
  },
  actions: {
    runCommand: {
      method: 'POST',
      body: z.strictObject({ command: z.string().min(1), ...known('context', 'clusterToken') }),
      run({ properties }) {
        if (at(properties, 'apiServerAccessProfile.disableRunCommand') === true) {
          throw new ArmError(400, 'RunCommandDisabled', 'Run command is disabled for this cluster.');
        }
        return { logs: '' };
      },
      rewrites: (_, { command }) =>
        /kubectl get secrets (-A|--all-namespaces) -o json \| kubectl replace -f -/.test(String(command)),
    },
  },
  prepare(next, { before }) {
    refuseVersionless(next);
    if (before) refuseOtherNetwork(before, next);
    return next;
  },
};

function refuseVersionless({ properties }: ArmResource): void {
  const key = parseKeyUri(textAt(properties, `${kms}.keyId`) ?? '');
  if (!key || key.version || at(properties, newMode) === 'Enabled') return;
  throw new ArmError(400, 'InvalidParameter', 'Expected a key identifier with a version, found one without.');
}

/** Between public and private vault there is no way but turning the encryption off. */
function refuseOtherNetwork(before: ArmResource, next: ArmResource): void {
  const isOn = [before, next].every(({ properties }) => at(properties, `${kms}.enabled`) === true);
  const [from, to] = [before, next].map(({ properties }) => textAt(properties, `${kms}.keyVaultNetworkAccess`));
  if (!isOn || from === undefined || from === to) return;
  throw new ArmError(400, 'InvalidParameter', `Changing keyVaultNetworkAccess from '${from}' is not allowed.`);
}
