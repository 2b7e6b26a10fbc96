import { ArmError } from '../arm-error';
import { parseArmPath } from '../arm-path';
import { textAt } from '../json';
import type { ArmResource, Neighbours, ResourceType } from '../resource-type';

/**
 * SQL managed instance. Its keys and its protector are resources of their own below it, as with a server. Source:
 * Microsoft.Sql 2023-08-01.
 */
export const sqlManagedInstance: ResourceType = {
  type: 'Microsoft.Sql/managedInstances',
  apiVersion: '2023-08-01',
  inGraph: true,
  defaults: {
    fields: { sku: { name: 'GP_Gen5', tier: 'GeneralPurpose' } },
    properties: { provisioningState: 'Succeeded', state: 'Ready' },
  },
  writes: {},
};

const refusals = new Map([
  ['Starting', 'ManagedInstanceStarting'],
  ['Stopped', 'ManagedInstanceStoppingOrStopped'],
  ['Stopping', 'ManagedInstanceStoppingOrStopped'],
]);

/** @throws {ArmError} when the instance that the resource belongs to is not running */
export function mustRun({ id }: ArmResource, find: Neighbours['find']): void {
  const instance = find(parseArmPath(id)?.parent ?? '');
  const state = instance && textAt(instance.properties, 'state');
  const code = refusals.get(state ?? '');
  if (code) throw new ArmError(400, code, `Managed instance '${instance?.name}' is ${state}.`);
}
