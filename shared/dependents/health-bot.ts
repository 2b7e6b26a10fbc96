import { armDependent } from './arm-dependent';

const keys = 'properties.keyVaultProperties';

/**
 * Health Bot (healthcare agent service). The version may be left out. It shows none, so a follower can only be assumed. Source:
 * azure-rest-api-specs Microsoft.HealthBot 2024-02-01, HealthBotUpdateParameters (PATCH); npm @azure/arm-healthbot 2.1.0 for
 * the answer at once.
 */
export const healthBot = armDependent({
  type: 'Microsoft.HealthBot/healthBots',
  apiVersion: '2024-02-01',
  references: [
    {
      where: {
        style: 'split',
        vaultUri: `${keys}.keyVaultUri`,
        keyName: `${keys}.keyName`,
        keyVersion: `${keys}.keyVersion`,
      },
      follows: { within: { hours: 24 } },
    },
  ],
  writes: [{ method: 'PATCH', keep: [`${keys}.userIdentity`] }],
  managedHsm: 'unverified',
  keepsOldVersionFor: [],
  unverified: ['that it follows a reference without version, and how soon', 'that it takes a key of a Managed HSM'],
  rights: ['Microsoft.HealthBot/healthBots/read', 'Microsoft.HealthBot/healthBots/write'],
});
