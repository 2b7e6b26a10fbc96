import type { ResourceType } from '../resource-type';
import { namespaceKeys, patchNamespace } from './namespace-encryption';

/**
 * Event Hubs namespace: as that of Service Bus, with other properties around the keys. Source: npm @azure/arm-eventhub 6,
 * EHNamespace.
 */
export const eventHubsNamespace: ResourceType = {
  type: 'Microsoft.EventHub/namespaces',
  apiVersion: '2024-01-01',
  inGraph: true,
  defaults: {
    fields: { sku: { name: 'Premium', tier: 'Premium', capacity: 1 } },
    properties: { provisioningState: 'Succeeded', status: 'Active' },
  },
  references: [namespaceKeys],
  version: 'optional',
  survivesOnAnyKey: true,
  follows: { withinMinutes: 5 },
  writes: {
    PATCH: patchNamespace(
      'clusterArmId',
      'isAutoInflateEnabled',
      'maximumThroughputUnits',
      'kafkaEnabled',
      'geoDataReplication',
    ),
  },
};
