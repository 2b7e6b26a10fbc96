import type { ResourceType } from '../resource-type';
import { namespaceKeys, patchNamespace } from './namespace-encryption';

/**
 * Service Bus namespace: a list of up to three keys, of which one must work. It polls every five minutes and does not
 * tell which version it uses. Source: npm @azure/arm-servicebus 6.1, SBNamespaceUpdateParameters.
 */
export const serviceBusNamespace: ResourceType = {
  type: 'Microsoft.ServiceBus/namespaces',
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
  writes: { PATCH: patchNamespace('premiumMessagingPartitions') },
};
