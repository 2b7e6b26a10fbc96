import type { ResourceType } from '../resource-type';

const readOnly = (type: string): ResourceType => ({ type, apiVersion: '2023-08-01', inGraph: false, writes: {} });

/** Links between servers, instances and databases that hold copies of the same data. Source: Microsoft.Sql 2023-08-01. */
export const sqlPartners: readonly ResourceType[] = [
  readOnly('Microsoft.Sql/servers/failoverGroups'),
  readOnly('Microsoft.Sql/servers/replicationLinks'),
  readOnly('Microsoft.Sql/servers/databases/replicationLinks'),
  readOnly('Microsoft.Sql/locations'),
  readOnly('Microsoft.Sql/locations/instanceFailoverGroups'),
];
