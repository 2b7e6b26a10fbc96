import type { SearchAddress, SearchKind, SearchObject } from '../../azure/search';
import { searchKinds } from '../../azure/search';
import { KeyUrl, nameOf, VersionId, vaultOf } from '../../keys/key-url';

/** The key of an object: with a version, or without where the newest is used. */
export interface SearchKey {
  readonly key: KeyUrl;
  readonly version?: string;
}

/** The key that an object names; none where it has none, or one that is no key's name. */
export const keyIn = ({ encryptionKey }: SearchObject): SearchKey | undefined => {
  const { keyVaultUri, keyVaultKeyName, keyVaultKeyVersion } = encryptionKey ?? {};
  const url = `${(keyVaultUri ?? '').replace(/\/+$/, '')}/keys/${keyVaultKeyName ?? ''}`;
  const key = KeyUrl.safeParse(url).data;
  const version = VersionId.safeParse(keyVaultKeyVersion ?? '').data;
  return key && { key, ...(version && { version }) };
};

const unchanged = { connectionString: '<unchanged>' };

/**
 * The object as it is to be sent: pointed at the key and, if it named one before, at the version. The service keeps the connection
 * string of a data source where it is sent `<unchanged>`, as its published model documents.
 */
export const pointedAt = (kind: SearchKind, object: SearchObject, { key, version }: SearchKey): SearchObject => {
  const { '@odata.etag': _, '@odata.context': __, encryptionKey, ...rest } = object;
  const { keyVaultKeyVersion: ___, ...others } = encryptionKey ?? {};
  const slash = encryptionKey?.keyVaultUri?.endsWith('/') ? '/' : '';
  const another = { keyVaultUri: vaultOf(key) + slash, keyVaultKeyName: nameOf(key) };
  return {
    ...rest,
    ...(kind === 'datasources' && { credentials: unchanged }),
    encryptionKey: {
      ...others,
      ...(keyIn(object)?.key !== key && another),
      ...(version && { keyVaultKeyVersion: version }),
    },
  };
};

const holds = (value: unknown, test: (name: string, value: unknown) => boolean): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([name, inner]) => test(name, inner) || holds(inner, test));

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

/** Members whose presence says that there is a secret, by what names it: `key` beside a type that signs in by key, for one. */
const isHiddenSecret = (name: string, value: unknown): boolean => {
  if (typeof value === 'string' && value.toLowerCase() === '<redacted>') return true;
  if (name === 'accessCredentials') return !isEmpty(value);
  if (name === 'knowledgeStore')
    return !isEmpty(value) && !holds({ value }, (at, each) => at === 'storageConnectionString' && !isEmpty(each));
  const byKey = name === 'cognitiveServices' && /ByKey"/.test(JSON.stringify(value) ?? '');
  return byKey && !holds(value, (at, each) => at === 'key' && !isEmpty(each));
};

/**
 * Whether the service keeps from us something that a whole object must hold: sending it back without might lose it. Which fields
 * keep their value when they are sent back as shown is documented for connection strings of data sources only.
 */
export const hidesSecrets = (kind: SearchKind, object: SearchObject): boolean => {
  const { credentials: _, ...others } = object;
  return holds(kind === 'datasources' ? others : object, isHiddenSecret);
};

/** Ids of dependents: that of the service, then collection and name, which keeps its casing. */
export const idOf = (service: string, kind: SearchKind, name: string): string => `${service}/${kind}/${name}`;

/** The service's name and the object of such an id. */
export const addressOf = (id: string): SearchAddress => {
  const parts = id.split('/');
  const kind = searchKinds.find((each) => each === parts.at(-2));
  const service = parts.at(-3);
  if (!kind || !service)
    throw new Error(`expected the id of an object of a search service, found ${id}; plan the rotation again`);
  return { service, kind, name: parts.at(-1) ?? '' };
};
