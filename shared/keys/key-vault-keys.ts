import type { TokenCredential } from '@azure/identity';
import type { KeyStore } from '../world';
import { keptClients } from './kept-clients';
import type { KeySigning } from './key-signing';
import type { KeyWrapping } from './key-wrapping';
import { prove } from './prove-version';
import { list, nativePolicy, presence, recoverable, shape, versions } from './read-key';
import { signWithVault } from './sign-with-vault';
import { vaultClients, type VaultAccess } from './vault-clients';
import { wrapWithVault } from './wrap-with-vault';
import { backUp, createLike, setEnabled, setNativePolicy } from './write-key';

/** Identities of their own for the two duties that do most harm in wrong hands; what is left out falls to the common one. */
export interface Duties {
  readonly retire?: TokenCredential | undefined;
  readonly backUp?: TokenCredential | undefined;
}

/**
 * The keys of every vault and Managed HSM of the cloud. Throws `KeyAccessRefused`, `KeyUnknown`, `KeySoftDeleted`,
 * `KeyVersionUnusable`, `ExpiryTooLate` and `VaultOutsideCloud`, which no retry cures; any other error may pass.
 */
export const keyVaultKeys = ({
  now,
  duties = {},
  ...access
}: VaultAccess & { now: () => Date; duties?: Duties }): KeyStore & KeyWrapping & KeySigning => {
  const clients = vaultClients(access);
  const clientsOf = (credential: TokenCredential | undefined) =>
    credential ? vaultClients({ ...access, credential }) : clients;
  const retiring = clientsOf(duties.retire);
  const backingUp = clientsOf(duties.backUp);
  const withClient = keptClients(clients);
  return {
    list: (vault, from) => list(clients, vault, from),
    presence: (key) => presence(clients, key),
    recoverable: (vault) => recoverable(clients, vault),
    versions: (key) => versions(clients, key),
    shape: (key, version) => shape(clients, key, version),
    nativePolicy: (key) => nativePolicy(clients, key),
    setNativePolicy: (key, policy) => setNativePolicy(clients, key, policy),
    createLike: (model, how) => createLike(clients, model, how),
    prove: (key, pair) => prove(clients, key, { ...pair, now: now() }),
    backUp: (key) => backUp(backingUp, key),
    disable: (key, version) => setEnabled(retiring, key, { version, enabled: false }),
    enable: (key, version) => setEnabled(retiring, key, { version, enabled: true }),
    ...wrapWithVault(clients, withClient),
    ...signWithVault(clients, withClient),
  };
};
