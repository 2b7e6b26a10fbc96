import * as z from 'zod';

const named = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, z.unknown().optional()]));

/** The key of an object; once it has one it may be given another, and never none. */
const EncryptionKey = z.strictObject({
  keyVaultUri: z.string().regex(/^https:\/\/[^/]+\/?$/),
  keyVaultKeyName: z.string().min(1),
  keyVaultKeyVersion: z.string().optional(),
  accessCredentials: z.strictObject({ applicationId: z.string(), applicationSecret: z.string() }).optional(),
  identity: z.looseObject({ '@odata.type': z.string() }).nullish(),
});

const every = {
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/),
  '@odata.etag': z.string().optional(),
  encryptionKey: EncryptionKey.nullish(),
};

/**
 * What each kind of object is made of: strict at the top, where the service refuses what it does not know. Source: npm
 * @azure/search-documents 13, whose serializers give the names on the wire.
 */
export const kinds = {
  indexes: z.strictObject({
    ...every,
    fields: z.array(z.looseObject({ name: z.string(), type: z.string() })).min(1),
    ...named('description', 'scoringProfiles', 'defaultScoringProfile', 'corsOptions', 'suggesters', 'analyzers'),
    ...named('tokenizers', 'tokenFilters', 'charFilters', 'normalizers', 'similarity', 'semantic', 'vectorSearch'),
    ...named('permissionFilterOption', 'purviewEnabled'),
  }),
  synonymmaps: z.strictObject({ ...every, format: z.literal('solr'), synonyms: z.string() }),
  indexers: z.strictObject({
    ...every,
    dataSourceName: z.string(),
    targetIndexName: z.string(),
    ...named('description', 'skillsetName', 'schedule', 'parameters', 'fieldMappings', 'outputFieldMappings'),
    ...named('disabled', 'cache'),
  }),
  datasources: z.strictObject({
    ...every,
    type: z.string(),
    credentials: z.strictObject({ connectionString: z.string() }),
    container: z.strictObject({ name: z.string(), ...named('query') }),
    ...named('description', 'subType', 'identity', 'dataChangeDetectionPolicy', 'dataDeletionDetectionPolicy'),
    ...named('indexerPermissionOptions'),
  }),
  skillsets: z.strictObject({
    ...every,
    skills: z.array(z.looseObject({ '@odata.type': z.string() })).min(1),
    ...named('description', 'cognitiveServices', 'knowledgeStore', 'indexProjections'),
  }),
} as const;

export type Kind = keyof typeof kinds;
export const isKind = (text: string): text is Kind => text in kinds;

/** Any object, with what all kinds have. */
export const SearchObject = z.looseObject(every);
export type SearchObject = z.infer<typeof SearchObject>;

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Secrets are never shown: some are left empty, others are told as redacted. */
export const shownAs = (kind: Kind, object: SearchObject): SearchObject => {
  const { encryptionKey } = object;
  const { accessCredentials } = encryptionKey ?? {};
  const withoutSecret = accessCredentials && { applicationId: accessCredentials.applicationId, applicationSecret: '' };
  const services = object['cognitiveServices'];
  return {
    ...object,
    ...(kind === 'datasources' && { credentials: { connectionString: null } }),
    ...(isJson(services) && 'key' in services && { cognitiveServices: { ...services, key: null } }),
    ...(encryptionKey && withoutSecret && { encryptionKey: { ...encryptionKey, accessCredentials: withoutSecret } }),
  };
};

/** What the service goes on keeping when it is sent these words instead. */
export const keptFrom = (kind: Kind, before: SearchObject | undefined, next: SearchObject): SearchObject => {
  const sent = next['credentials'];
  const isKept = kind === 'datasources' && isJson(sent) && sent['connectionString'] === '<unchanged>';
  return isKept && before ? { ...next, credentials: before['credentials'] } : next;
};
