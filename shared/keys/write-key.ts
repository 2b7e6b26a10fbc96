import type { KeyVaultKey } from '@azure/keyvault-keys';
import { shapeFrom, versionFrom } from './key-bundle';
import { ExpiryTooLate, KeySoftDeleted, KeyUnknown } from './key-errors';
import { type KeyUrl, nameOf, vaultOf } from './key-url';
import type { KeyVersion, NativePolicy } from './key-version';
import { deletedKey } from './read-key';
import { symmetricSize } from './symmetric-size';
import { ask } from './vault-answers';
import type { VaultClients } from './vault-clients';

/** The client turns seconds since 1970 into 32 bits: 2038-01-19 becomes a date in 1901. */
const firstImpossibleDay = '2038-01-19';

/** Reads with the very client that writes next: on a fresh one, two writes at once lose a body. */
const readBeforeWriting = (clients: VaultClients, key: KeyUrl, version: string): Promise<KeyVaultKey> =>
  ask(clients.attempt('read', key, version), () => clients.writer(vaultOf(key)).getKey(nameOf(key), { version }));

/** In a vault where nothing is to be read yet: the client learns by any call how to ask for a token. */
const readyToWrite = async (clients: VaultClients, key: KeyUrl): Promise<void> => {
  await ask(clients.attempt('read', key), () => clients.writer(vaultOf(key)).getKey(nameOf(key))).catch(noneYet);
};

const noneYet = (error: unknown): void => {
  if (!(error instanceof KeyUnknown)) throw error;
};

/** Size, or curve, of the successor. A symmetric key whose size stays hidden gets the longest one, which is never weaker. */
const measuresLike = async (clients: VaultClients, { key, version }: KeyVersion, bundle: KeyVaultKey) => {
  const { kty, size, curve } = shapeFrom(bundle);
  if (curve !== undefined) return { curve };
  if (!kty.startsWith('oct')) return size === undefined ? {} : { keySize: size };
  return { keySize: (await symmetricSize(clients, key, version)) ?? 256 };
};

const usesLike = ({ keyOperations, properties: { exportable, releasePolicy } }: KeyVaultKey) => ({
  ...(keyOperations && { keyOps: keyOperations }),
  ...(exportable && { exportable: true }),
  ...(releasePolicy && { releasePolicy }),
});

export async function createLike(
  clients: VaultClients,
  model: KeyVersion,
  { tags, expiresOn, as: made = model.key }: { tags: Record<string, string>; expiresOn?: string; as?: KeyUrl },
): Promise<KeyVersion> {
  const { key } = model;
  if (expiresOn !== undefined && expiresOn >= firstImpossibleDay) throw new ExpiryTooLate(key, expiresOn);
  try {
    const bundle = await readBeforeWriting(clients, key, model.version);
    const options = {
      ...(await measuresLike(clients, model, bundle)),
      ...usesLike(bundle),
      ...(expiresOn !== undefined && { expiresOn: new Date(expiresOn) }),
      enabled: true,
      tags,
    };
    if (vaultOf(made) !== vaultOf(key)) await readyToWrite(clients, made);
    const { properties: those } = await ask(clients.attempt('create', made), () =>
      clients.writer(vaultOf(made)).createKey(nameOf(made), bundle.keyType ?? shapeFrom(bundle).kty, options),
    );
    return versionFrom(made, those);
  } catch (error) {
    throw error instanceof KeyUnknown ? await whyGone(clients, error) : error;
  }
}

/** A key that was deleted calls for another act than one that never was. */
async function whyGone(clients: VaultClients, unknown: KeyUnknown): Promise<Error> {
  const { key } = unknown;
  const deleted = await deletedKey(clients, key).catch(() => undefined);
  if (!deleted) return unknown;
  return new KeySoftDeleted(key, deleted.properties.scheduledPurgeDate, { cause: unknown });
}

/** Disables or enables one version. Does nothing to one that is so already. */
export async function setEnabled(
  clients: VaultClients,
  key: KeyUrl,
  { version, enabled }: { version: string; enabled: boolean },
): Promise<void> {
  const { properties } = await readBeforeWriting(clients, key, version);
  if (properties.enabled === enabled) return;
  await ask(clients.attempt(enabled ? 'enable' : 'disable', key, version), () =>
    clients.writer(vaultOf(key)).updateKeyProperties(nameOf(key), version, { enabled }),
  );
}

/** Replaces the key's own rotation policy by one under which the vault rotates nothing. It is read before, because a fresh client must not begin with a write. */
export async function setNativePolicy(
  clients: VaultClients,
  key: KeyUrl,
  { expiresIn, notify }: Omit<NativePolicy, 'rotate'>,
): Promise<void> {
  const client = clients.writer(vaultOf(key));
  await ask(clients.attempt('readPolicy', key), () => client.getKeyRotationPolicy(nameOf(key)));
  const lifetimeActions = notify ? [{ action: 'Notify' as const, timeBeforeExpiry: notify }] : [];
  await ask(clients.attempt('writePolicy', key), () =>
    client.updateKeyRotationPolicy(nameOf(key), { ...(expiresIn && { expiresIn }), lifetimeActions }),
  );
}

export async function backUp(clients: VaultClients, key: KeyUrl): Promise<Uint8Array> {
  const backup = await ask(clients.attempt('backUp', key), () => clients.reader(vaultOf(key)).backupKey(nameOf(key)));
  if (!backup?.length) throw new Error(`${key} was backed up, but the vault sent no backup`);
  return backup;
}
