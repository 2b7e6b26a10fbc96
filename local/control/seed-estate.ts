import { TableClient } from '@azure/data-tables';
import { BlobServiceClient, StorageRetryPolicyType } from '@azure/storage-blob';
import * as z from 'zod';
import { containers, partition, tables } from '../estate/application-data';
import { encrypted } from '../estate/client-side-encryption';
import { seedAdministrators } from './seed-administrators';
import { cryptoOfficer } from '../estate/access';
import { managedApplication, type Team } from '../estate/company';
import { crowdedKey, crowdKeys, crowdOf } from '../estate/crowd';
import { dependents } from '../estate/dependents';
import { keys, seedOf } from '../estate/keys';
import { resourcesOf, type KeyInUse } from '../estate/resource-seeds';
import { sealed } from '../estate/sealed-tokens';
import type { EmulatorsConfig } from './emulators-config';
import type { Estate, RunningVault } from './estate';

const Wrapped = z.object({ kid: z.string(), value: z.string() });

/** Puts keys, resources and encrypted blobs in their places, as if they had been there for years. */
export async function seedEstate(estate: Estate, config: EmulatorsConfig): Promise<void> {
  const { storage, crowd: size, crowdSubscriptions } = config;
  const today = estate.now();
  const current = new Map<string, KeyInUse>();
  await Promise.all(
    [...keys, ...crowdKeys(config.crowdKeys ?? 0)].map(async (key) => {
      const { vault, url } = vaultOf(estate, key.team);
      const versions = await vault.seedKey(seedOf(key, today));
      current.set(`${key.team}/${key.name}`, { vault: url, name: key.name, version: versions.at(-1) ?? '' });
    }),
  );

  const inUse = ({ team, key }: { team: Team; key: string }): KeyInUse => {
    const found = current.get(`${team}/${key}`);
    if (!found)
      throw new Error(`Expected key ${key} among those of team ${team}, found none: see local/estate/keys.ts.`);
    return found;
  };
  for (const plan of dependents) for (const seed of resourcesOf(plan, inUse(plan))) estate.arm.put(seed);
  const { group, id: application } = managedApplication;
  estate.arm.manage({ id: group, managedBy: application });
  estate.arm.deny({ name: `System deny assignment of ${application}`, scope: group, actions: ['*/write', '*/delete'] });
  const crowded = crowdKeys(config.crowdKeys ?? 0).map(({ team, name }) => inUse({ team, key: name }));
  const crowdUses = crowded.length > 0 ? crowded : [inUse(crowdedKey)];
  for (const seed of crowdOf({ size, subscriptions: crowdSubscriptions }, crowdUses)) estate.arm.put(seed);
  seedAdministrators(estate);
  await seedApplicationData(estate, storage, inUse);
  estate.logs.forget();
}

/** Azurite may still be starting. */
const patient = {
  retryOptions: { maxTries: 100, retryDelayInMs: 200, retryPolicyType: StorageRetryPolicyType.FIXED },
};
const patientWithTables = {
  retryOptions: { maxRetries: 100, retryDelayInMs: 200, maxRetryDelayInMs: 200 },
  allowInsecureConnection: true,
};

async function seedApplicationData(
  estate: Estate,
  storage: string,
  inUse: (plan: { team: Team; key: string }) => KeyInUse,
): Promise<void> {
  const applications = { name: 'applications', roles: [cryptoOfficer], audience: 'https://vault.azure.net' };
  const token = await estate.identity.tokenFor(applications);
  const wrappingKeyOf = (plan: { team: Team; key: string }): WrappingKey => {
    const { vault } = vaultOf(estate, plan.team);
    const { vault: url, name, version } = inUse(plan);
    return wrappingWith(vault, `${url}/keys/${name}/${version}`, token);
  };
  await Promise.all([seedContainers(storage, wrappingKeyOf), seedTables(storage, wrappingKeyOf)]);
}

interface WrappingKey {
  readonly kid: string;
  readonly wrap: (dataKey: Buffer) => Promise<Buffer>;
}

const wrappingWith = (vault: RunningVault['vault'], kid: string, token: string): WrappingKey => ({
  kid,
  wrap: async (dataKey) => {
    const request = new Request(`${kid}/wrapkey?api-version=7.6`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ alg: 'RSA-OAEP-256', value: dataKey.toString('base64url') }),
    });
    const { value } = Wrapped.parse(await (await vault.fetch(request)).json());
    return Buffer.from(value, 'base64url');
  },
});

type WrappingKeyOf = (plan: { team: Team; key: string }) => WrappingKey;

async function seedContainers(storage: string, wrappingKeyOf: WrappingKeyOf): Promise<void> {
  const service = BlobServiceClient.fromConnectionString(storage, patient);
  for (const plan of containers) {
    const container = service.getContainerClient(plan.container);
    await container.create();
    await Promise.all(
      plan.blobs.map(async ([blob, text]) => {
        const { content, metadata } = await encrypted(Buffer.from(text), wrappingKeyOf(plan));
        await container.getBlockBlobClient(blob).upload(content, content.length, { metadata });
      }),
    );
  }
}

async function seedTables(storage: string, wrappingKeyOf: WrappingKeyOf): Promise<void> {
  for (const plan of tables) {
    const table = TableClient.fromConnectionString(storage, plan.table, patientWithTables);
    await table.createTable();
    await Promise.all(
      plan.rows.map(async ([rowKey, secret]) =>
        table.createEntity({ partitionKey: partition, rowKey, ...(await sealed(secret, wrappingKeyOf(plan))) }),
      ),
    );
  }
}

function vaultOf(estate: Estate, team: Team): RunningVault {
  const vault = estate.vaults.get(team);
  if (!vault) throw new Error(`Expected a vault of team ${team}, found none: see local/estate/vaults.ts.`);
  return vault;
}
