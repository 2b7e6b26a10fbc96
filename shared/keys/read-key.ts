import type { KeyRotationLifetimeAction, KeyVaultKey } from '@azure/keyvault-keys';
import type { KeyPage, KeyPresence } from '../world';
import { shapeFrom, versionFrom } from './key-bundle';
import { KeyAccessRefused, KeyUnknown } from './key-errors';
import { KeyUrl, nameOf, vaultOf } from './key-url';
import { byAge, type KeyShape, type KeyVersion, type NativePolicy } from './key-version';
import { symmetricSize } from './symmetric-size';
import { ask } from './vault-answers';
import type { VaultClients } from './vault-clients';

/** The answer, or `otherwise` where the vault does not have what was asked for. */
const unlessUnknown = async <T, U>(answer: Promise<T>, otherwise: U): Promise<T | U> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KeyUnknown) return otherwise;
    throw error;
  }
};

/** One version with its public key, or the newest one. */
export const bundleOf = (clients: VaultClients, key: KeyUrl, version?: string): Promise<KeyVaultKey> =>
  ask(clients.attempt('read', key, version), () =>
    clients.reader(vaultOf(key)).getKey(nameOf(key), version === undefined ? {} : { version }),
  );

/** The deleted key, while it can be recovered. */
export const deletedKey = (clients: VaultClients, key: KeyUrl) =>
  unlessUnknown(
    ask(clients.attempt('readDeleted', key), () => clients.reader(vaultOf(key)).getDeletedKey(nameOf(key))),
    undefined,
  );

/** One page of at most 25 keys; `from` is the `next` of the page before. */
export async function list(clients: VaultClients, vault: string, from?: string): Promise<KeyPage> {
  let next: string | undefined;
  const lister = clients.lister(vault, (link) => {
    next = link;
  });
  const pages = lister.listPropertiesOfKeys().byPage(from === undefined ? {} : { continuationToken: from });
  const page = await ask(clients.attempt('list', vault), () => pages.next());
  const keys = (page.done ? [] : page.value).map(({ id, managed = false, tags = {} }) => ({
    key: KeyUrl.parse(id),
    managed,
    tags,
  }));
  return { keys, ...(next !== undefined && { next }) };
}

/** Keys among the deleted ones. */
export async function recoverable(clients: VaultClients, vault: string) {
  const readAll = async () => {
    const all: { key: KeyUrl; managed: boolean; purgesOn?: string }[] = [];
    for await (const { name, properties } of clients.reader(vault).listDeletedKeys()) {
      const { managed = false, scheduledPurgeDate } = properties;
      const purgesOn = scheduledPurgeDate && { purgesOn: scheduledPurgeDate.toISOString() };
      all.push({ key: KeyUrl.parse(`${vault}/keys/${name}`), managed, ...purgesOn });
    }
    return all;
  };
  return ask(clients.attempt('listDeleted', vault), readAll);
}

/**
 * Whether the key is there. One that may not be looked for among the deleted ones counts as absent: nothing is written
 * to it either way, and a vault that let us read its keys is asked for no further right because of a misspelt name.
 */
export async function presence(clients: VaultClients, key: KeyUrl): Promise<KeyPresence> {
  const live = await unlessUnknown(bundleOf(clients, key), undefined);
  if (live) return 'present';
  try {
    return (await deletedKey(clients, key)) ? 'soft-deleted' : 'absent';
  } catch (error) {
    if (error instanceof KeyAccessRefused) return 'absent';
    throw error;
  }
}

export async function versions(clients: VaultClients, key: KeyUrl): Promise<readonly KeyVersion[]> {
  const readAll = async () => {
    const all: KeyVersion[] = [];
    const listing = clients.reader(vaultOf(key)).listPropertiesOfKeyVersions(nameOf(key));
    for await (const properties of listing) all.push(versionFrom(key, properties));
    return all.toSorted(byAge);
  };
  return unlessUnknown(ask(clients.attempt('list', key), readAll), []);
}

export async function shape(clients: VaultClients, key: KeyUrl, version: string): Promise<KeyShape> {
  const told = shapeFrom(await bundleOf(clients, key, version));
  const wrapsSymmetrically = told.kty.startsWith('oct') && told.keyOps.includes('wrapKey');
  const size = wrapsSymmetrically
    ? await ask(clients.attempt('wrap', key, version), () => symmetricSize(clients, key, version))
    : undefined;
  return size === undefined ? told : { ...told, size };
}

/** A key without a policy of its own (a Managed HSM then answers that there is none) neither expires nor rotates by itself. */
export async function nativePolicy(clients: VaultClients, key: KeyUrl): Promise<NativePolicy> {
  const policy = await unlessUnknown(
    ask(clients.attempt('readPolicy', key), () => clients.reader(vaultOf(key)).getKeyRotationPolicy(nameOf(key))),
    undefined,
  );
  const { expiresIn, lifetimeActions = [] } = policy ?? {};
  const rotation = lifetimeActions.find(({ action }) => action === 'Rotate');
  const notify = lifetimeActions.find(({ action }) => action === 'Notify')?.timeBeforeExpiry;
  return {
    ...(expiresIn && { expiresIn }),
    ...(notify && { notify }),
    ...(rotation && { rotate: triggerOf(rotation) }),
  };
}

const triggerOf = ({ timeAfterCreate, timeBeforeExpiry }: KeyRotationLifetimeAction) => ({
  ...(timeAfterCreate && { timeAfterCreate }),
  ...(timeBeforeExpiry && { timeBeforeExpiry }),
});
