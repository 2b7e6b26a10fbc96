import * as z from 'zod';
import { type Cloud, cloudNames, cloudOf, issuersOf, signingKeysOf } from './azure/clouds';
import { CustomCloud } from './azure/custom-cloud';
import { RewrapError } from './errors';

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().min(1)).nonempty());

const webUrl = z.url({ protocol: /^https?$/, error: 'expected an http or https URL' });

/** Either all of a connection string, or an account that the managed identity may use. */
const Storage = z
  .string({ error: 'is missing' })
  .regex(/^([a-z0-9]{3,24}|(.*;)?\s*(AccountName|UseDevelopmentStorage|BlobEndpoint)=.+)$/i, {
    error: 'expected the name of a storage account, or a connection string',
  })
  .transform((text) => (text.includes('=') ? { connectionString: text } : { account: text }));

/** JSON in a setting. A text that is none says so, and not what it is. */
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON' });
    return z.NEVER;
  }
});

/**
 * Everything the app reads from its environment; nothing else reads the environment. A field's setting bears its name in
 * capitals after REWRAP_: `tokenIssuers` is REWRAP_TOKEN_ISSUERS. The descriptions become documentation.
 */
const Settings = z.strictObject({
  cloud: z.enum(cloudNames).default('public').describe('Which endpoints, authorities and token audiences to use'),
  cloudEndpoints: json
    .pipe(CustomCloud)
    .optional()
    .describe(
      'Endpoints and audiences of a cloud that is not in the table, as JSON with the fields of a row of it (shared/azure/clouds.ts); cloud "custom" only, and needed there',
    ),
  policy: z
    .string()
    .default('policy.yaml')
    .describe('Where policy.yaml is: the URL of a blob, or a path relative to the folder of the app'),
  storage: Storage.describe(
    'Account for records, plans and requests: its name (then the managed identity is used), or a connection string',
  ),
  apiAudience: z.string({ error: 'is missing' }).describe('Audience that the bearer tokens of API callers must bear'),
  tenantId: z
    .guid()
    .optional()
    .describe('Microsoft Entra tenant of API callers; token issuers and signing keys follow from it'),
  tokenIssuers: list
    .optional()
    .describe('Issuers whose tokens are accepted, separated by commas; by default those of the tenant'),
  jwksUrl: webUrl.optional().describe("Where the issuers' signing keys are; by default those of the tenant"),
  identityClientId: z
    .guid()
    .optional()
    .describe('Client id of the user-assigned managed identity to use; by default the system-assigned one'),
  retireIdentityClientId: z
    .guid()
    .optional()
    .describe('Client id of the identity that disables old versions and enables them again; by default the same'),
  backupIdentityClientId: z
    .guid()
    .optional()
    .describe('Client id of the identity that backs keys up and keeps the backups; by default the same'),
  containIdentityClientId: z
    .guid()
    .optional()
    .describe(
      'Client id of the identity that takes backup rights from people in an incident that asks for it. Without it a person does',
    ),
  containRoles: list
    .pipe(z.array(z.guid().toLowerCase()))
    .default([])
    .describe(
      "Ids of the company's own roles whose assignments that identity may take beside the built-in ones, separated by commas",
    ),
  backupApp: webUrl
    .optional()
    .describe('Address of the API of the app that alone makes and keeps backups. Without it this app does'),
  backsUpFor: list
    .pipe(z.array(z.guid().toLowerCase()))
    .optional()
    .describe(
      'Object ids of identities that this app makes and keeps backups for, separated by commas; it then does nothing else',
    ),
  eventQueue: z
    .string()
    .regex(/^[a-z\d](-?[a-z\d]){2,62}$/, { error: 'expected the name of a storage queue' })
    .optional()
    .describe(
      'Storage queue that events of vaults come through, in the account of the connection REWRAP_EVENTS. Without it they come from Event Grid directly',
    ),
  site: z
    .string()
    .optional()
    .describe(
      'Name of the Function App itself, which the template sets, so that event subscriptions that deliver to another app are told; without it any app counts',
    ),
  ownIdentities: list
    .pipe(z.array(z.guid().toLowerCase()))
    .default([])
    .describe(
      "Object ids of Rewrap's managed identities, separated by commas, so that its own changes are not taken for someone else's",
    ),
  armEndpoint: webUrl.optional().describe('Endpoint of Azure Resource Manager; cloud "local" only, and needed there'),
  logsEndpoint: webUrl
    .optional()
    .describe('Endpoint of Log Analytics; cloud "local" only. Without it there are no audit logs there'),
  searchEndpoint: webUrl
    .optional()
    .describe('Endpoint of AI Search, with {service} for the name of a service; cloud "local" only'),
  graphEndpoint: webUrl
    .optional()
    .describe('Endpoint of Microsoft Graph; cloud "local" only. Without it there is no directory there'),
  graphTopic: z
    .string()
    .regex(/^EventGrid:\?.*\{resource\}/, {
      error: 'expected EventGrid:?... with {resource} in the name of the partner topic',
    })
    .optional()
    .describe(
      'Partner topics that events of users and groups are asked into: EventGrid:?azuresubscriptionid=ID&resourcegroup=RG&partnertopic=rewrap-{resource}&location=REGION. Without it none are asked for',
    ),
  graphClientState: z
    .string()
    .max(128)
    .optional()
    .describe(
      'What subscriptions of Microsoft Graph send along; events of the directory that bear another are refused',
    ),
  armScale: z.coerce
    .number()
    .positive()
    .optional()
    .describe(
      'How many times the documented rates the emulated Azure Resource Manager grants; cloud "local" only, for measurements',
    ),
  hookSecret: z
    .string()
    .regex(/^whsec_/, { error: 'expected a Standard Webhooks secret, whsec_...' })
    .optional()
    .describe(
      'Standard Webhooks secret of machines that report alerts and can get no token. A Key Vault reference in Azure. Without it only tokens count',
    ),
  departureHookSecret: z
    .string()
    .regex(/^whsec_/, { error: 'expected a Standard Webhooks secret, whsec_...' })
    .optional()
    .describe(
      'Standard Webhooks secret of the personnel system that tells who leaves. A Key Vault reference in Azure. Without it only tokens count',
    ),
  selfTestTopic: webUrl
    .optional()
    .describe(
      'Endpoint of the Event Grid topic for synthetic events, which the template makes; `selfTest` of the policy goes before it. Without either no self-test is made',
    ),
  staticToken: z
    .string()
    .optional()
    .describe(
      'Bearer token for vaults of other emulators, which name themselves as its audience; cloud "local" only. Without it they get one of the managed identity',
    ),
});

/** Where the endpoints of a custom cloud are missing, which is told as a contradiction, any cloud will do. */
const cloudIn = (read: Parameters<typeof cloudOf>[0]): Cloud =>
  cloudOf(read.cloud === 'custom' && !read.cloudEndpoints ? { cloud: 'public' } : read);

export const Config = Settings.transform(({ tokenIssuers, jwksUrl, ...read }) => ({
  ...read,
  tokenIssuers: tokenIssuers ?? issuersOf(cloudIn(read), read.tenantId ?? ''),
  jwksUrl: jwksUrl ?? signingKeysOf(cloudIn(read), read.tenantId ?? ''),
}));
export type Config = z.infer<typeof Config>;

type Environment = Readonly<Record<string, string | undefined>>;

/** `tokenIssuers` is read from REWRAP_TOKEN_ISSUERS. */
export const settingOf = (field: string): string => `REWRAP_${field.replace(/[A-Z]/g, '_$&').toUpperCase()}`;

/** Every setting with its description, for documentation. */
export const settings: readonly { name: string; description: string }[] = Object.entries(Settings.shape).map(
  ([field, { description = '' }]) => ({ name: settingOf(field), description }),
);

/** The app cannot start. Lists every problem; never a value, since some are secrets. */
export class ConfigInvalid extends RewrapError {
  readonly code = 'config-invalid';
  readonly status = 500;
  constructor(readonly problems: readonly string[]) {
    super(
      `Expected valid settings, but found ${problems.length} to correct: ${problems.join('; ')}. ` +
        'Correct them in the app settings and start again.',
    );
  }
}

/** Absent, blank and empty are one: the portal cannot tell them apart. */
const present = (environment: Environment, name: string): string | undefined => environment[name]?.trim() || undefined;

/** A setting, and where in its JSON. */
const placeOf = ([field, ...rest]: readonly PropertyKey[]): string =>
  [settingOf(String(field)), ...(rest.length > 0 ? [`at ${rest.map(String).join('.')}`] : [])].join(' ');

type Given = ReadonlyMap<string, string>;

/** Settings that contradict each other, each with what to do. Looks at what is given only, so that it finds all at once. */
const contradictions = (given: Given): string[] => {
  const isLocal = given.get('cloud') === 'local';
  const isCustom = given.get('cloud') === 'custom';
  const issuersKnown = given.has('tenantId') || (given.has('tokenIssuers') && given.has('jwksUrl'));
  return [
    ...['armEndpoint', 'armScale', 'logsEndpoint', 'searchEndpoint', 'graphEndpoint', 'staticToken']
      .filter((field) => !isLocal && given.has(field))
      .map((field) => `${settingOf(field)} goes with ${settingOf('cloud')} "local" only: remove it`),
    ...(isLocal && !given.has('armEndpoint') ? [`${settingOf('armEndpoint')} is missing: cloud "local" needs it`] : []),
    ...(isCustom === given.has('cloudEndpoints')
      ? []
      : [`${settingOf('cloudEndpoints')} and ${settingOf('cloud')} "custom" go together: set both or neither`]),
    ...(given.has('backupApp') && given.has('backsUpFor')
      ? [
          `${settingOf('backupApp')} and ${settingOf('backsUpFor')} exclude each other: the app for backups makes them itself`,
        ]
      : []),
    ...(issuersKnown
      ? []
      : [
          `${settingOf('tenantId')} is missing: it is needed unless ${settingOf('tokenIssuers')} and ${settingOf('jwksUrl')} are both set`,
        ]),
  ];
};

/** The app's configuration. Throws `ConfigInvalid` with all problems at once. */
export function readConfig(environment: Environment): Config {
  const given = new Map<string, string>();
  for (const field of Object.keys(Settings.shape)) {
    const value = present(environment, settingOf(field));
    if (value !== undefined) given.set(field, value);
  }
  const config = Config.safeParse(Object.fromEntries(given));
  const misfits = config.error?.issues.map(({ path, message }) => `${placeOf(path)} ${message}`) ?? [];
  const problems = [...misfits, ...contradictions(given)];
  if (config.success && problems.length === 0) return config.data;
  throw new ConfigInvalid(problems);
}

/** Addresses and secrets of alert sinks, by the names that the policy gives (REWRAP_SINK_...). Reads no other setting. */
export const sinkSettings =
  (environment: Environment) =>
  (name: string): string | undefined =>
    name.startsWith('REWRAP_SINK_') ? present(environment, name) : undefined;
