import type { ResourceType } from '../resource-type';

/** What Event Grid makes of a vault's events, and where it brings them. Only shown. Source: Microsoft.EventGrid 2025-02-15. */
export const systemTopic: ResourceType = {
  type: 'Microsoft.EventGrid/systemTopics',
  apiVersion: '2025-02-15',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', topicType: 'Microsoft.KeyVault.vaults' } },
  writes: {},
};

export const eventSubscription: ResourceType = {
  type: 'Microsoft.EventGrid/systemTopics/eventSubscriptions',
  apiVersion: '2025-02-15',
  inGraph: false,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  writes: {},
};
