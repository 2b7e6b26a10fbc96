import * as z from 'zod';
import type { ResourceType } from '../resource-type';
import { known, KeyUri, trackedFields } from './schemas';

/**
 * Load Testing resource. A reference without a version is taken and never moves. A PATCH goes on behind an operation. Source:
 * azure-rest-api-specs, Microsoft.LoadTestService 2022-12-01; azure-docs, load-testing.
 */
export const loadTest: ResourceType = {
  type: 'Microsoft.LoadTestService/loadTests',
  apiVersion: '2022-12-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  references: [{ style: 'uri', path: 'encryption.keyUrl' }],
  version: 'optional',
  writes: {
    PATCH: {
      takesTime: true,
      tells: ['operation'],
      body: z.strictObject({
        ...trackedFields,
        properties: z
          .strictObject({
            ...known('description'),
            encryption: z
              .strictObject({
                keyUrl: KeyUri.optional(),
                identity: z
                  .strictObject({
                    type: z.enum(['SystemAssigned', 'UserAssigned']).optional(),
                    resourceId: z.string().nullable().optional(),
                  })
                  .optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    },
  },
};
