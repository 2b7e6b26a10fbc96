import type { CryptographyClient } from '@azure/keyvault-keys';
import { type KeyUrl, versionUrl } from './key-url';
import type { VaultClients } from './vault-clients';

/** Two versions of each key that moves at a time. */
const mostClients = 200;

/** Calls the client of one version. */
export type WithClient = <T>(
  key: KeyUrl,
  version: string,
  call: (client: CryptographyClient) => Promise<T>,
) => Promise<T>;

/**
 * Clients that are kept: a new one costs a challenge with each call. The first call of a client goes alone, because two that
 * start together on a fresh one share the state of the challenge, and the slower is sent again with an empty body.
 */
export const keptClients = (clients: VaultClients): WithClient => {
  const kept = new Map<string, { readonly client: CryptographyClient; readonly challenged: Promise<unknown> }>();

  const begin = <T>(name: string, client: CryptographyClient, call: (client: CryptographyClient) => Promise<T>) => {
    const first = call(client);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= mostClients) kept.delete(oldest);
    kept.set(name, { client, challenged: first.catch(() => kept.delete(name)) });
    return first;
  };

  return async (key, version, call) => {
    const name = versionUrl(key, version);
    const known = kept.get(name);
    if (!known) return begin(name, clients.cryptography(key, version), call);
    await known.challenged;
    return call(known.client);
  };
};
