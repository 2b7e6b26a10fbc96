import { armDependent, type ArmDependent } from './arm-dependent';

/** Both services describe their key alike. */
const serviceOf = (type: string, readOnly: readonly string[]): ArmDependent =>
  armDependent({
    type,
    apiVersion: '2023-11-01',
    references: [
      { where: { style: 'uri', path: 'properties.encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl' } },
    ],
    writes: [
      {
        method: 'PUT',
        etag: 'etag',
        keepAllBut: [
          'id',
          'name',
          'type',
          'systemData',
          'identity.principalId',
          'identity.tenantId',
          'properties.provisioningState',
          'properties.eventState',
          'properties.privateEndpointConnections',
          ...readOnly,
        ],
      },
    ],
    managedHsm: 'yes',
    keepsOldVersionFor: [{ what: 'backups, presumably: its storage is SQL', backups: true }],
    unverified: ['that backups need the old version', 'whether the entity tag is heeded in the body or as a condition'],
    rights: [`${type}/read`, `${type}/write`],
  });

/**
 * FHIR service. Its reference always names a version. PATCH takes no key, so the whole service is sent back as found, but for
 * what is read-only. Its entity tag goes with it, in the body and as a condition; which of them the service heeds is unverified,
 * as is whether backups need the old version. Source: Microsoft.HealthcareApis 2023-11-01.
 */
export const fhirService = serviceOf('Microsoft.HealthcareApis/workspaces/fhirservices', []);

/** DICOM service: as FHIR. Source: Microsoft.HealthcareApis 2023-11-01. */
export const dicomService = serviceOf('Microsoft.HealthcareApis/workspaces/dicomservices', [
  'properties.authenticationConfiguration',
  'properties.serviceUrl',
]);
