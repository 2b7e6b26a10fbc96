import * as z from 'zod';
import { ArmError } from '../arm-error';
import { parseKeyUri } from '../key-lookup';
import { textAt } from '../json';
import type { ResourceType } from '../resource-type';
import { KeyUri } from './schemas';
import { mustRun } from './sql-managed-instance';

/** Name under which a server knows a key: first label of the vault's host, key name and version. */
export function serverKeyName(uri: string): string {
  const { host = '', name, version } = parseKeyUri(uri) ?? {};
  return [host.split(/[.:]/)[0], name, version].join('_');
}

/**
 * A key registered with a SQL server or managed instance. It stays for restores after the protector has moved on, so it
 * encrypts nothing by itself. Source: azure-rest-api-specs, Microsoft.Sql 2023-08-01; the name rule also in Azure CLI.
 */
const keyOf = (parent: string): ResourceType => ({
  type: `${parent}/keys`,
  apiVersion: '2023-08-01',
  inGraph: false,
  defaults: { fields: { kind: 'azurekeyvault' }, properties: { serverKeyType: 'AzureKeyVault' } },
  references: [{ style: 'uri', path: 'uri' }],
  version: 'required',
  encrypts: false,
  refusals: { missingKey: 'AzureKeyVaultKeyNotFound', disabledKey: 'AzureKeyVaultKeyDisabled' },
  writes: {
    PUT: {
      takesTime: true,
      creates: true,
      body: z.strictObject({
        properties: z.strictObject({ serverKeyType: z.literal('AzureKeyVault'), uri: KeyUri }),
      }),
    },
  },
  prepare(next, { before, find }) {
    mustRun(next, find);
    if (before) throw new ArmError(409, 'ServerKeyNameAlreadyExists', `Server key '${next.name}' already exists.`);
    const expected = serverKeyName(textAt(next.properties, 'uri') ?? '');
    if (next.name.toLowerCase() === expected) return next;
    throw new ArmError(
      400,
      'InvalidKeyName',
      `Expected the server key to be named '${expected}', found '${next.name}'.`,
    );
  },
});

export const sqlServerKey = keyOf('Microsoft.Sql/servers');
export const managedInstanceKey = keyOf('Microsoft.Sql/managedInstances');
