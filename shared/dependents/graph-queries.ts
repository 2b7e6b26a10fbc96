import * as z from 'zod';
import { hostOf, nameOf, type KeyUrl } from '../keys/key-url';

export const GraphRow = z.object({
  id: z.string().toLowerCase(),
  type: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  location: z.string().nullish(),
  identity: z.unknown().optional(),
});
export type GraphRow = z.infer<typeof GraphRow>;

/** Whether its owner wants it to be moved first. */
export const isCanary = (tags: GraphRow['tags']): boolean =>
  Object.entries(tags ?? {}).some(([name, value]) => name.toLowerCase() === 'rewrap-canary' && value !== 'false');

const columns = 'id, type, name, subscriptionId, resourceGroup, location, tags, identity';

/**
 * Every resource, of whatever type, whose properties name the vault's host and the key. Providers differ in casing, and in
 * whether they keep one URL or its parts. A `KeyUrl` holds no character that KQL would want escaped.
 */
export const usersOf = (key: KeyUrl): string => {
  const name = nameOf(key);
  return [
    'resources',
    '| extend text = tolower(tostring(properties))',
    `| where text contains '${hostOf(key)}'`,
    `| where text contains '/keys/${name}/' or text contains '/keys/${name}"' or text contains '"${name}"'` +
      // In JSON that a property holds as text, the closing quote is escaped.
      ` or text contains '/keys/${name}\\\\"' or text contains '"${name}\\\\"'`,
    `| project ${columns}`,
    '| order by id asc',
  ].join('\n');
};

/** Every resource of the types. Resource Graph holds no proxy children, so their parents are visited one by one. */
export const allOf = (types: readonly string[]): string => {
  const list = [...new Set(types.map((type) => `'${type.toLowerCase()}'`))].toSorted().join(', ');
  return ['resources', `| where type in~ (${list})`, `| project ${columns}`, '| order by id asc'].join('\n');
};

/** The vault that holds the key. */
export const vaultHolding = (key: KeyUrl): string =>
  [
    'resources',
    `| where type =~ 'microsoft.keyvault/vaults'`,
    '| extend text = tolower(tostring(properties))',
    `| where text contains '${hostOf(key)}'`,
    `| project ${columns}`,
    '| order by id asc',
  ].join('\n');
