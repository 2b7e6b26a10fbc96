import { armDependent, type ArmDependent } from './arm-dependent';

const keys = 'properties.encryption.keyVaultProperties';

/** Both services describe their keys alike. */
const namespaceOf = (type: string): ArmDependent =>
  armDependent({
    type,
    apiVersion: '2024-01-01',
    references: [
      {
        each: keys,
        where: { style: 'split', vaultUri: 'keyVaultUri', keyName: 'keyName', keyVersion: 'keyVersion' },
        follows: { within: { minutes: 5 } },
      },
    ],
    writes: [
      {
        method: 'PATCH',
        keep: ['properties.encryption.keySource', 'properties.encryption.requireInfrastructureEncryption'],
      },
    ],
    managedHsm: 'yes',
    keepsOldVersionFor: [],
    unverified: [
      'that `requireInfrastructureEncryption` must be repeated',
      'that it takes a key of a Managed HSM: documents disagree',
      'what becomes of two changes at once: it has no entity tag',
    ],
    rights: [`${type}/read`, `${type}/write`],
  });

/**
 * Service Bus namespace: up to three keys, of which one must work. It asks for new versions every five minutes and does not
 * tell which it uses, so a following one can only be assumed and is not nudged. A pair for disaster recovery is two
 * namespaces. It has no entity tag: of two changes at once the later may undo the earlier, which the look before retirement
 * shows. Unverified: that repeating `requireInfrastructureEncryption` is needed. Source: Microsoft.ServiceBus 2024-01-01.
 */
export const serviceBusNamespace = namespaceOf('Microsoft.ServiceBus/namespaces');

/** Event Hubs namespace: as Service Bus. Source: Microsoft.EventHub 2024-01-01. */
export const eventHubsNamespace = namespaceOf('Microsoft.EventHub/namespaces');
