import { at, isJson } from '../json';
import type { ResourceType } from '../resource-type';

/**
 * Virtual machine: what it uses and whether it runs. It is never written here; a person's `az vm deallocate` is told by laying
 * another `instanceView` into the estate. Source: npm @azure/arm-compute 24.1, VirtualMachine; a disk of a confidential VM
 * names its set under `storageProfile.osDisk.managedDisk.securityProfile.diskEncryptionSet.id`.
 */
export const virtualMachine: ResourceType = {
  type: 'Microsoft.Compute/virtualMachines',
  apiVersion: '2026-03-01',
  inGraph: true,
  defaults: { properties: { provisioningState: 'Succeeded' } },
  expands: ['instanceView'],
  writes: {},
  actions: {
    instanceView: {
      method: 'GET',
      answer({ properties }) {
        const view = at(properties, 'instanceView');
        return isJson(view) ? view : { statuses: [] };
      },
    },
  },
};
