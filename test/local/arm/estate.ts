import * as z from 'zod';
import { createArm, type ArmOptions } from '../../../local/arm/arm';
import type { Seed } from '../../../local/arm/resources';
import type { Caller } from '../../../local/arm/caller';
import type { KeyLookup } from '../../../local/arm/key-lookup';

export const start = new Date('2030-01-01T00:00:00Z');
export const seconds = (count: number) => count * 1000;
export const minutes = (count: number) => count * 60_000;
export const hours = (count: number) => minutes(count * 60);

const subscription = '00000000-0000-0000-0000-000000000001';
export const group = `/subscriptions/${subscription}/resourceGroups/rg`;
export const host = 'localhost:8443';
export const keyUrl = (version?: string, name = 'ledger') =>
  [`https://${host}/keys/${name}`, version ?? []].flat().join('/');

const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** A vault that only remembers which versions there are. */
export function aVault(now: () => Date) {
  const versions: { name: string; version: string; enabled: boolean; created: Date }[] = [];
  const keys: KeyLookup = {
    version(asked, name, version) {
      const own = versions.filter((each) => asked === host && each.name === name);
      return version ? own.find((each) => each.version === version) : own.findLast(({ enabled }) => enabled);
    },
  };
  const create = (version: string, name = 'ledger') =>
    void versions.push({ name, version, enabled: true, created: now() });
  const disable = (version: string) => {
    for (const each of versions) if (each.version === version) each.enabled = false;
  };
  return { keys, create, disable };
}

/** An estate with the key `ledger` in version `v1`, and one caller who may do everything unless told otherwise. */
export function anEstate(options: Partial<ArmOptions> & { may?: Caller['may'] } = {}) {
  let time = start;
  const now = () => time;
  const vault = aVault(now);
  vault.create('v1');
  const { may = () => true, ...rest } = options;
  const authorise = async (request: Request) => {
    const principal = request.headers.get('authorization')?.replace('Bearer ', '');
    return principal ? { principal, may } : undefined;
  };
  const arm = createArm({ now, authorise, keys: vault.keys, ...rest });

  async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const request = new Request(new URL(path, 'https://localhost:8444'), {
      method,
      headers: { authorization: 'Bearer app', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const response = await arm.fetch(request);
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    return {
      status: response.status,
      headers: response.headers,
      body: answer,
      error: Refusal.safeParse(answer).data?.error,
    };
  }
  const pass = (milliseconds: number) => {
    time = new Date(time.getTime() + milliseconds);
  };
  return { arm, vault, ask, pass, now };
}

/** A resource of the group, by its provider, types and names. */
export const seedAt = (id: string, properties: Seed['properties']): Seed => ({
  id: `${group}/providers/${id}`,
  location: 'local',
  properties,
});

export const storage = (encryption: object) => seedAt('Microsoft.Storage/storageAccounts/store', { encryption });
export const diskSet = (properties: object) => seedAt('Microsoft.Compute/diskEncryptionSets/disks', { ...properties });
export const cosmos = () => seedAt('Microsoft.DocumentDB/databaseAccounts/cosmos', { keyVaultKeyUri: keyUrl() });
export const sql = (properties: object = {}, kind = 'servers') =>
  seedAt(`Microsoft.Sql/${kind}/sql`, { ...properties });
export const protector = (properties: object = {}, kind = 'servers') =>
  seedAt(`Microsoft.Sql/${kind}/sql/encryptionProtector/current`, {
    serverKeyType: 'AzureKeyVault',
    uri: keyUrl('v1'),
    ...properties,
  });

/** The encryption block of a storage account; without a version it follows the newest. */
export const encryptedWith = (keyversion?: string) => ({
  keySource: 'Microsoft.Keyvault',
  keyvaultproperties: { keyvaulturi: `https://${host}`, keyname: 'ledger', ...(keyversion && { keyversion }) },
});
