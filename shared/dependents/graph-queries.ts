import * as z from 'zod';
import { hostOf, nameOf, type KeyUrl } from '../keys/key-url';

export const GraphRow = z.object({
  id: z.string().toLowerCase(),
  type: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  location: z.string().nullish(),
  identity: z.unknown().optional(),
  text: z.string().optional(),
});
export type GraphRow = z.infer<typeof GraphRow>;

/** Whether its owner wants it to be moved first. */
export const isCanary = (tags: GraphRow['tags']): boolean =>
  Object.entries(tags ?? {}).some(([name, value]) => name.toLowerCase() === 'rewrap-canary' && value !== 'false');

const columns = 'id, type, name, subscriptionId, resourceGroup, location, tags, identity';

/** How a resource's properties, as text in lower case, may name a key: in one URL, or by its name alone. */
const spellings = (key: KeyUrl): readonly string[] => {
  const name = nameOf(key);
  // In JSON that a property holds as text, the closing quote is escaped.
  return [`/keys/${name}/`, `/keys/${name}"`, `"${name}"`, `/keys/${name}\\"`, `"${name}\\"`];
};

const asKql = (text: string): string => `'${text.replaceAll('\\', '\\\\')}'`;

/** Resources whose properties name one of the vaults' hosts. Providers differ in casing. */
const naming = (hosts: readonly string[]): readonly string[] => [
  'resources',
  '| extend text = tolower(tostring(properties))',
  `| where ${hosts.map((host) => `text contains '${host}'`).join(' or ')}`,
];

/**
 * Every resource, of whatever type, whose properties name the vault's host and the key. Providers differ in whether they keep
 * one URL or its parts. A `KeyUrl` holds no character that KQL would want escaped.
 */
export const usersOf = (key: KeyUrl): string =>
  [
    ...naming([hostOf(key)]),
    `| where ${spellings(key)
      .map((spelling) => `text contains ${asKql(spelling)}`)
      .join(' or ')}`,
    `| project ${columns}`,
    '| order by id asc',
  ].join('\n');

/** Every resource whose properties name one of the vaults, with those properties as text: who looks at all their keys asks once. */
export const usersOfVaults = (vaults: readonly string[]): string => {
  const hosts = vaults.map((vault) => new URL(vault).host);
  return [...naming(hosts), `| project ${columns}, text`, '| order by id asc'].join('\n');
};

/** Whether `usersOf` would name a row of `usersOfVaults`. */
export const isUserOf = (key: KeyUrl, { text = '' }: GraphRow): boolean =>
  text.includes(hostOf(key)) && spellings(key).some((spelling) => text.includes(spelling));

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
