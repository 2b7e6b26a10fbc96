import type { CryptographyClient, KeyWrapAlgorithm } from '@azure/keyvault-keys';
import * as z from 'zod';
import { type KeyUrl, versionUrl } from './key-url';
import type { KeyWrapping } from './key-wrapping';
import { ask } from './vault-answers';
import type { VaultClients } from './vault-clients';

/** Algorithms that Key Vault wraps with. Source: `KeyWrapAlgorithm` of @azure/keyvault-keys. */
const WrapAlgorithm = z.enum([
  'RSA-OAEP-256',
  'RSA-OAEP',
  'RSA1_5',
  'A128KW',
  'A192KW',
  'A256KW',
  'CKM_AES_KEY_WRAP',
  'CKM_AES_KEY_WRAP_PAD',
]) satisfies z.ZodType<KeyWrapAlgorithm>;

/** Two versions of each key that moves at a time. */
const mostClients = 200;

/**
 * Clients that are kept: a new one costs a challenge with each call. The first call of a client goes alone, because two that
 * start together on a fresh one share the state of the challenge, and the slower is sent again with an empty body.
 */
const keptClients = (clients: VaultClients) => {
  const kept = new Map<string, { readonly client: CryptographyClient; readonly challenged: Promise<unknown> }>();

  const begin = <T>(name: string, client: CryptographyClient, call: (client: CryptographyClient) => Promise<T>) => {
    const first = call(client);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= mostClients) kept.delete(oldest);
    kept.set(name, { client, challenged: first.catch(() => kept.delete(name)) });
    return first;
  };

  return async <T>(key: KeyUrl, version: string, call: (client: CryptographyClient) => Promise<T>): Promise<T> => {
    const name = versionUrl(key, version);
    const known = kept.get(name);
    if (!known) return begin(name, clients.cryptography(key, version), call);
    await known.challenged;
    return call(known.client);
  };
};

/** Wraps and unwraps in the vault, with every algorithm that it knows. */
export const wrapWithVault = (clients: VaultClients): KeyWrapping => {
  const withClient = keptClients(clients);
  return {
    async unwrap({ key, version, algorithm, value }) {
      const known = WrapAlgorithm.parse(algorithm);
      const { result } = await ask(clients.attempt('unwrap', key, version), () =>
        withClient(key, version, (client) => client.unwrapKey(known, value)),
      );
      return result;
    },
    async wrap({ key, version, algorithm, value }) {
      const known = WrapAlgorithm.parse(algorithm);
      const { result } = await ask(clients.attempt('wrap', key, version), () =>
        withClient(key, version, (client) => client.wrapKey(known, value)),
      );
      return result;
    },
  };
};
