import { z } from 'zod';
import type { ResourceType } from '../resource-type';
import { known, trackedFields } from './schemas';

/**
 * Integration service environment of Logic Apps, retired; its key is fixed from its making. The vault is named by its resource id,
 * of which nothing is followed here. Source: npm @azure/arm-logic 8.2, IntegrationServiceEnvironment.
 */
export const integrationServiceEnvironment: ResourceType = {
  type: 'Microsoft.Logic/integrationServiceEnvironments',
  apiVersion: '2019-05-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', state: 'Enabled' } },
  writes: {
    PATCH: {
      takesTime: true,
      body: z.strictObject({
        ...trackedFields,
        ...known('sku'),
        properties: z.strictObject(known('endpointsConfiguration', 'networkConfiguration')).optional(),
      }),
    },
  },
};
