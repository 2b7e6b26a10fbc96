import { armDependent } from './arm-dependent';

/**
 * Device Update account. Documents know its key only as part of a new account, and PATCH does not take it: it is never written.
 * Managed HSM works too. Source: npm @azure/arm-deviceupdate 1.2.0, Account and AccountUpdate, api-version 2023-07-01;
 * azure-docs iot-hub-device-update, device-update-data-encryption.
 */
export const deviceUpdateAccount = armDependent({
  type: 'Microsoft.DeviceUpdate/accounts',
  apiVersion: '2023-07-01',
  references: [{ where: { style: 'uri', path: 'properties.encryption.keyVaultKeyUri' } }],
  writes: [],
  byHand: {
    steps:
      'Device Update documents no way to change the key of an account. Ask Azure support whether this account can use ' +
      '{keyUri}, or make a new account with it. Keep the old version enabled until then.',
  },
  managedHsm: 'yes',
  keepsOldVersionFor: [{ what: 'data that is not known to be encrypted anew', backups: false }],
  unverified: ['that the key of an account cannot be changed', 'that it follows a reference without version'],
  rights: ['Microsoft.DeviceUpdate/accounts/read'],
});
