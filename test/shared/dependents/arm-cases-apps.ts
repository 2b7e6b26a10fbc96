import { identity, seed, single, uri, vault, type ArmCase } from './arm-case';
import { idOf, v1 } from './arm-estate';

/** The block that newer services share, in each one's own words for its identity. */
const keyBlock = (path: string, identityType: string): ArmCase =>
  single({
    path,
    holds: (version) => ({
      encryption: {
        customerManagedKeyEncryption: {
          keyEncryptionKeyUrl: uri(version),
          keyEncryptionKeyIdentity: { identityType, userAssignedIdentityResourceId: identity },
        },
      },
    }),
    follows: 'silent',
  });
export const fluidRelayCase = keyBlock('Microsoft.FluidRelay/fluidRelayServers/board', 'UserAssigned');
export const mapsCase = keyBlock('Microsoft.Maps/accounts/couriers', 'userAssignedIdentity');
export const devCenterCase = keyBlock('Microsoft.DevCenter/devcenters/desks', 'userAssignedIdentity');

export const loadTestCase = single({
  path: 'Microsoft.LoadTestService/loadTests/peak',
  holds: (version) => ({
    encryption: { keyUrl: uri(version), identity: { type: 'UserAssigned', resourceId: identity } },
  }),
});

export const healthBotCase = single({
  path: 'Microsoft.HealthBot/healthBots/nurse',
  holds: (keyVersion) => ({
    keyVaultProperties: { keyVaultUri: vault, keyName: 'Ledger', keyVersion, userIdentity: identity },
  }),
  follows: 'silent',
});

export const botServiceCase = single({
  path: 'Microsoft.BotService/botServices/desk',
  holds: (version) => ({
    displayName: 'Desk',
    endpoint: 'https://desk.example/api/messages',
    msaAppId: '00000000-0000-0000-0000-00000000b070',
    isCmekEnabled: true,
    cmekKeyVaultUrl: uri(version),
  }),
});

export const vmwareCase = single({
  path: 'Microsoft.AVS/privateClouds/cloud',
  holds: (keyVersion) => ({
    encryption: { status: 'Enabled', keyVaultProperties: { keyVaultUrl: vault, keyName: 'Ledger', keyVersion } },
  }),
  follows: 'shown',
});

const devices = 'Microsoft.DeviceUpdate/accounts/devices';
export const deviceUpdateCase: ArmCase = {
  type: 'Microsoft.DeviceUpdate/accounts',
  id: idOf(devices),
  byHand: [seed(devices, { encryption: { keyVaultKeyUri: uri(v1), userAssignedIdentity: identity } })],
  writes: [],
  nudges: [],
};
