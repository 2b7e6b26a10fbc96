import { z } from 'zod';
import type { ResourceType } from '../resource-type';
import { echoed, known, KeyUri, trackedFields } from './schemas';

/** Workspace of health data services; its FHIR and DICOM services are resources below it. */
export const healthWorkspace: ResourceType = {
  type: 'Microsoft.HealthcareApis/workspaces',
  apiVersion: '2023-11-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  writes: {},
};

/**
 * A service of such a workspace. The key, always with a version, is written with the whole object; a PATCH takes tags and
 * identity. Its ETag stands in the body; that it is also honoured as `If-Match` is assumed. Source: npm
 * @azure/arm-healthcareapis 3, FhirService and DicomService.
 */
const serviceOf = (kind: string, names: readonly string[], readOnly: readonly string[] = []): ResourceType => ({
  type: `Microsoft.HealthcareApis/workspaces/${kind}`,
  apiVersion: '2023-11-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded', publicNetworkAccess: 'Enabled' } },
  references: [{ style: 'uri', path: 'encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl' }],
  version: 'required',
  etag: 'etag',
  writes: {
    PATCH: { takesTime: true, body: z.strictObject(trackedFields) },
    PUT: {
      takesTime: true,
      ignores: echoed('provisioningState', 'privateEndpointConnections', 'eventState', ...readOnly),
      body: z.strictObject({
        ...trackedFields,
        ...known('kind'),
        location: z.string(),
        properties: z.strictObject({
          ...known('authenticationConfiguration', 'corsConfiguration', 'publicNetworkAccess', ...names),
          encryption: z
            .strictObject({
              customerManagedKeyEncryption: z.strictObject({ keyEncryptionKeyUrl: KeyUri.optional() }).optional(),
            })
            .optional(),
        }),
      }),
    },
  },
});

export const fhirService = serviceOf('fhirservices', [
  'acrConfiguration',
  'exportConfiguration',
  'importConfiguration',
  'resourceVersionPolicyConfiguration',
  'implementationGuidesConfiguration',
]);

export const dicomService = serviceOf(
  'dicomservices',
  ['enableDataPartitions', 'storageConfiguration'],
  ['serviceUrl'],
);
