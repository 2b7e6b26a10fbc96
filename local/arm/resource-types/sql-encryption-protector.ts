import * as z from 'zod';
import { ArmError } from '../arm-error';
import { at, isJson, textAt, withAt } from '../json';
import { parseKeyUri, sameKey, type KeyLookup } from '../key-lookup';
import type { ArmResource, Neighbours, ResourceType } from '../resource-type';
import { mustRun } from './sql-managed-instance';
import { serverKeyName } from './sql-server-key';

/** The name that stands for keys of the platform. */
const serviceManaged = 'ServiceManaged';

/**
 * The key that protects all databases of a SQL server or managed instance. It can only become one that is registered with the server, and
 * never an older one, nor one that a geo-secondary does not know. Code names from azure-rest-api-specs, Microsoft.Sql 2023-08-01; that of a key which is not
 * registered is assumed.
 */
const protectorOf = (parent: string): ResourceType => ({
  type: `${parent}/encryptionProtector`,
  apiVersion: '2023-08-01',
  inGraph: false,
  defaults: { fields: { kind: 'azurekeyvault' }, properties: { autoRotationEnabled: false } },
  references: [{ style: 'uri', path: 'uri', followsIf: 'autoRotationEnabled' }],
  version: 'required',
  follows: { withinMinutes: 60 },
  shows: { identifier: 'uri', thumbprint: 'thumbprint' },
  refusals: {
    missingKey: 'AzureKeyVaultKeyNotFound',
    disabledKey: 'AzureKeyVaultKeyDisabled',
    busy: { status: 409, code: 'EncryptionProtectorChangeInProgress' },
  },
  writes: {
    PUT: {
      takesTime: true,
      body: z.strictObject({
        properties: z.strictObject({
          serverKeyType: z.enum(['AzureKeyVault', serviceManaged]),
          serverKeyName: z.string(),
          autoRotationEnabled: z.boolean().optional(),
        }),
      }),
    },
  },
  prepare(next, { before, find, naming, keys }) {
    mustRun(next, find);
    const name = textAt(next.properties, 'serverKeyName') ?? '';
    if (name === serviceManaged) return next;
    const registered = find(`${serverOf(next)}/keys/${name}`);
    const uri = registered && textAt(registered.properties, 'uri');
    if (!uri) throw new ArmError(400, 'InvalidKeyName', `Server key '${name}' is not registered with this server.`);
    mustBeKnownToSecondaries(next, uri, { find, naming });
    if (before) refuseOlder(textAt(before.properties, 'uri'), uri, keys);
    return { ...next, properties: withAt(next.properties, 'uri', uri) };
  },
  settled(protector, { ensure }) {
    const uri = textAt(protector.properties, 'uri') ?? '';
    const name = serverKeyName(uri);
    ensure(`${serverOf(protector)}/keys/${name}`, { uri });
    return { ...protector, properties: withAt(protector.properties, 'serverKeyName', name) };
  },
});

export const sqlEncryptionProtector = protectorOf('Microsoft.Sql/servers');
export const managedInstanceProtector = protectorOf('Microsoft.Sql/managedInstances');

const serverOf = ({ id }: ArmResource) => id.split('/').slice(0, -2).join('/');

/** @throws {ArmError} when a secondary in a failover group does not know the key */
function mustBeKnownToSecondaries(
  protector: ArmResource,
  uri: string,
  { find, naming }: Pick<Neighbours, 'find' | 'naming'>,
): void {
  const above = `${serverOf(protector)}/failoverGroups/`.toLowerCase();
  const groups = naming('Microsoft.Sql/servers/failoverGroups', 'primary').filter(
    ({ id, properties }) => id.toLowerCase().startsWith(above) && properties['replicationRole'] === 'Primary',
  );
  const servers = groups.flatMap(({ properties }) => at(properties, 'partnerServers') ?? []).filter(isJson);
  const unaware = servers.map((each) => textAt(each, 'id')).find((id) => !find(`${id}/keys/${serverKeyName(uri)}`));
  if (!unaware) return;
  const message = `Secondary server ${unaware} does not have the key material of the encryption protector.`;
  throw new ArmError(400, 'SameKeyMaterialNotFoundOnRemoteServer', message);
}

function refuseOlder(currentUri: string | undefined, nextUri: string, keys: KeyLookup): void {
  const [current, next] = [parseKeyUri(currentUri ?? ''), parseKeyUri(nextUri)];
  if (!current || !next || !sameKey(current, next)) return;
  const from = keys.version(current.host, current.name, current.version);
  const to = keys.version(next.host, next.name, next.version);
  if (from && to && to.created < from.created) {
    throw new ArmError(
      400,
      'OldGenerationOfAKVKeyBeingUsedError',
      `Version ${to.version} is older than ${from.version}.`,
    );
  }
}
