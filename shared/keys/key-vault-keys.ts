import type { KeyStore } from '../world';
import { keptClients } from './kept-clients';
import type { KeySigning } from './key-signing';
import type { KeyWrapping } from './key-wrapping';
import { prove } from './prove-version';
import { list, nativePolicy, presence, shape, versions } from './read-key';
import { signWithVault } from './sign-with-vault';
import { vaultClients, type VaultAccess } from './vault-clients';
import { wrapWithVault } from './wrap-with-vault';
import { backUp, createLike, setEnabled } from './write-key';

/**
 * The keys of every vault and Managed HSM of the cloud. Throws `KeyAccessRefused`, `KeyUnknown`, `KeySoftDeleted`,
 * `KeyVersionUnusable`, `ExpiryTooLate` and `VaultOutsideCloud`, which no retry cures; any other error may pass.
 */
export const keyVaultKeys = ({
  now,
  ...access
}: VaultAccess & { now: () => Date }): KeyStore & KeyWrapping & KeySigning => {
  const clients = vaultClients(access);
  const withClient = keptClients(clients);
  return {
    list: (vault, from) => list(clients, vault, from),
    presence: (key) => presence(clients, key),
    versions: (key) => versions(clients, key),
    shape: (key, version) => shape(clients, key, version),
    nativePolicy: (key) => nativePolicy(clients, key),
    createLike: (model, how) => createLike(clients, model, how),
    prove: (key, pair) => prove(clients, key, { ...pair, now: now() }),
    backUp: (key) => backUp(clients, key),
    disable: (key, version) => setEnabled(clients, key, { version, enabled: false }),
    enable: (key, version) => setEnabled(clients, key, { version, enabled: true }),
    ...wrapWithVault(clients, withClient),
    ...signWithVault(clients, withClient),
  };
};
