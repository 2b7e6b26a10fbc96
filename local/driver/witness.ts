import { readFile } from 'node:fs/promises';
import { TableClient } from '@azure/data-tables';
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys';
import { BlobServiceClient } from '@azure/storage-blob';
import * as z from 'zod';
import { textAt } from '../arm/json';
import { typeNamed } from '../arm/resources';
import { containers, partition, tables } from '../estate/application-data';
import { decrypted, wrappingVersionOf } from '../estate/client-side-encryption';
import { cryptoOfficer } from '../estate/access';
import { assignmentId, holders } from '../estate/administrators';
import type { Team } from '../estate/company';
import { tokenColumns, unsealed } from '../estate/sealed-tokens';
import { dependents } from '../estate/dependents';
import { holderIdOf } from '../estate/resource-seeds';
import { stableId } from '../identity/stable-id';
import type { Places } from '../running-estate';
import type { EstateApi } from './estate-api';
import { getJson } from './tls-fetch';

/** A key of the estate. */
export interface KeyName {
  readonly team: Team;
  readonly key: string;
}

/** What the evidence says of one rotation. */
const Record = z.looseObject({
  id: z.string(),
  key: z.string(),
  cause: z.string(),
  state: z.string(),
  from: z.string(),
  to: z.string().optional(),
  closedAt: z.string().optional(),
  counts: z
    .object({
      total: z.int(),
      proven: z.int(),
      assumed: z.int(),
      unproven: z.int(),
      byProof: z.record(z.string(), z.int()).default({}),
    })
    .optional(),
  retirement: z
    .looseObject({ state: z.string(), reasons: z.array(z.looseObject({ code: z.string(), message: z.string() })) })
    .optional(),
});
export type Record = z.infer<typeof Record>;

const Row = z.looseObject({ columns: z.int() });
const Assignments = z.object({ value: z.array(z.looseObject({ name: z.string() })) });
const Resource = z.looseObject({ properties: z.record(z.string(), z.unknown()) });

/** A user of a key, and the version that it says it uses; none where it shows none. */
export interface Use {
  readonly who: string;
  readonly version: string | undefined;
}

/**
 * Looks at what came of it where it came to be: in the vaults, the resources, the blobs and the tables, by the doors that
 * anybody has. Never asks the app.
 */
export async function witness(places: Places, api: EstateApi) {
  const ca = await readFile(places.caFile, 'utf8');
  const tokenFor = (audience: string) => api.tokenFor('auditor', [cryptoOfficer], audience);
  const credentialFor = (audience: string) => ({
    // The estate's clock leaps, so that a token is never kept.
    getToken: async () => ({ token: await tokenFor(audience), expiresOnTimestamp: Date.now() }),
  });
  const audienceOf = (team: Team) => (team === 'treasury' ? 'https://managedhsm.azure.net' : 'https://vault.azure.net');
  const vaultOptions = { tlsOptions: { ca }, disableChallengeResourceVerification: true };
  const keyClient = (team: Team) => new KeyClient(places.vaults[team], credentialFor(audienceOf(team)), vaultOptions);

  const urlOf = ({ team, key }: KeyName) => `${places.vaults[team]}/keys/${key}`;

  /** Versions in the order of their making. */
  const versions = async ({ team, key }: KeyName) => {
    const found = [];
    for await (const { version = '', enabled, createdOn, tags } of keyClient(team).listPropertiesOfKeyVersions(key)) {
      found.push({ version, enabled: enabled === true, createdOn: createdOn ?? new Date(0), tags: tags ?? {} });
    }
    return found.toSorted((a, b) => a.createdOn.getTime() - b.createdOn.getTime());
  };

  /** Resources that Azure Resource Manager holds. */
  const resourcesUsing = async ({ team, key }: KeyName): Promise<Use[]> => {
    const token = await tokenFor('https://management.azure.com');
    const plans = dependents.filter((plan) => plan.team === team && plan.key === key);
    return Promise.all(
      plans.flatMap((plan) =>
        plan.names.map(async (name): Promise<Use> => {
          const { id, type } = holderIdOf(plan, name);
          const { apiVersion = '', shows } = typeNamed(type) ?? {};
          const url = `${places.armUrl}${id}?api-version=${apiVersion}`;
          const { properties } = Resource.parse(await getJson(url, { ca, token }));
          const identifier = shows?.identifier && textAt(properties, shows.identifier);
          return { who: name, version: identifier?.split('/').at(-1) };
        }),
      ),
    );
  };

  /** Blobs of applications; each is decrypted, and counts only if it is what was stored. */
  const blobsUsing = async ({ team, key }: KeyName): Promise<Use[]> => {
    const plans = containers.filter((plan) => plan.team === team && plan.key === key);
    const service = BlobServiceClient.fromConnectionString(places.storage);
    const uses = plans.flatMap(({ container, blobs }) =>
      blobs.map(async ([name, text]): Promise<Use> => {
        const blob = service.getContainerClient(container).getBlobClient(name);
        const [content, { metadata = {} }] = await Promise.all([blob.downloadToBuffer(), blob.getProperties()]);
        const plain = await decrypted({ content, metadata }, unwrap);
        const readable = plain.toString() === text;
        return { who: `${container}/${name}`, version: readable ? wrappingVersionOf(metadata) : undefined };
      }),
    );
    return Promise.all(uses);
  };

  /** Rows of applications; each token is opened, and counts only if it is what was stored. */
  const rowsUsing = async ({ team, key }: KeyName): Promise<Use[]> => {
    const plans = tables.filter((plan) => plan.team === team && plan.key === key);
    const uses = plans.flatMap(({ table, rows }) => {
      const client = TableClient.fromConnectionString(places.storage, table, { allowInsecureConnection: true });
      return rows.map(async ([name, token]): Promise<Use> => {
        const row = await client.getEntity(partition, name);
        const readable = (await unsealed(row, unwrap)) === token;
        const version = String(row[tokenColumns.keyId]).split('/').at(-1);
        return { who: `${table}/${name}`, version: readable ? version : undefined };
      });
    });
    return Promise.all(uses);
  };

  const unwrap = async (kid: string, wrapped: Buffer) => {
    const client = new CryptographyClient(kid, credentialFor('https://vault.azure.net'), vaultOptions);
    return (await client.unwrapKey('RSA-OAEP-256', wrapped)).result;
  };

  /** Records of the rotations of the key with this URL, newest first. */
  const recordsOf = async (url: string): Promise<readonly Record[]> => {
    const table = TableClient.fromConnectionString(places.storage, 'rewraprecords', { allowInsecureConnection: true });
    const found: (Record & { startedAt?: unknown })[] = [];
    try {
      for await (const entity of table.listEntities()) {
        const { columns, ...row } = Row.parse(entity);
        const text = Array.from({ length: columns }, (_, at) => String(row[`json${at}`])).join('');
        found.push(Record.parse(JSON.parse(text)));
      }
    } catch (error) {
      // The app makes the table with its first record.
      if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 404)) throw error;
    }
    return found
      .filter((record) => record.key === url)
      .toSorted((a, b) => String(b.startedAt).localeCompare(String(a.startedAt)));
  };

  /** Somebody who is no dependent and works with keys by a token of his own. */
  const asSomebody = async (name: string, team: Team) => {
    const getToken = async () => ({
      token: await api.tokenFor(name, [cryptoOfficer], audienceOf(team)),
      expiresOnTimestamp: Date.now(),
    });
    return {
      principal: stableId(name),
      wrap: async (kid: string) => {
        await new CryptographyClient(kid, { getToken }, vaultOptions).wrapKey('RSA-OAEP-256', Buffer.alloc(32));
      },
      backUp: (key: string) => new KeyClient(places.vaults[team], { getToken }, vaultOptions).backupKey(key),
    };
  };

  /** Whether somebody still has the role that the estate began with. */
  const hasRole = async (who: string): Promise<boolean> => {
    const holder = holders.find((each) => each.who === who);
    if (!holder) throw new Error(`Expected a holder of a role, found ${who}.`);
    const token = await tokenFor('https://management.azure.com');
    const path = `${holder.scope}/providers/Microsoft.Authorization/roleAssignments`;
    const url = `${places.armUrl}${path}?$filter=atScope()&api-version=2022-04-01`;
    const { value } = Assignments.parse(await getJson(url, { ca, token }));
    return value.some(({ name }) => name === assignmentId(holder));
  };

  return {
    urlOf,
    versions,
    keyClient,
    unwrap,
    asSomebody,
    hasRole,

    usesOf: async (key: KeyName): Promise<readonly Use[]> => {
      return [...(await resourcesUsing(key)), ...(await blobsUsing(key)), ...(await rowsUsing(key))];
    },

    recordsOf,
    records: (key: KeyName) => recordsOf(urlOf(key)),
  };
}
export type Witness = Awaited<ReturnType<typeof witness>>;
