import type { ResourceType } from '../resource-type';

/** Logical SQL server. Its keys and its protector are resources of their own below it. Source: Microsoft.Sql 2023-08-01. */
export const sqlServer: ResourceType = {
  type: 'Microsoft.Sql/servers',
  apiVersion: '2023-08-01',
  inGraph: true,
  defaults: { fields: { kind: 'v12.0' }, properties: { state: 'Ready', version: '12.0' } },
  writes: {},
};
