import { armDependent } from './arm-dependent';

/**
 * Machine Learning workspace. Documentation of 2022 called its key fixed; it may be changed to another one of its vault since,
 * and Microsoft's own client (azure-ai-ml, v2024_07_01_preview, EncryptionUpdateProperties) does so by this PATCH. What it keeps
 * in its managed resource group refers to the key by itself, and is the workspace's to change: it is found as such. Source:
 * Microsoft.MachineLearningServices 2024-04-01; azure-docs, machine-learning/concept-customer-managed-keys.
 */
export const machineLearningWorkspace = armDependent({
  type: 'Microsoft.MachineLearningServices/workspaces',
  apiVersion: '2024-04-01',
  references: [
    {
      where: { style: 'uri', path: 'properties.encryption.keyVaultProperties.keyIdentifier' },
      follows: { within: { hours: 24 } },
    },
  ],
  writes: [{ method: 'PATCH' }],
  managedHsm: 'no',
  keepsTo: {
    what: 'its vault',
    because:
      'A Machine Learning workspace takes another key of its own vault only. For a key of another vault make a new one.',
  },
  keepsOldVersionFor: [
    { what: 'the resources in its managed resource group, which refer to the key by themselves', backups: false },
  ],
  unverified: [
    'that a new version of the same key is taken like another key, which is what is documented',
    'that it follows a reference without version, within 24 hours',
    'the API version',
  ],
  rights: ['Microsoft.MachineLearningServices/workspaces/read', 'Microsoft.MachineLearningServices/workspaces/write'],
});
