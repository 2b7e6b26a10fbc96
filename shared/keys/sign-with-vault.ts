import { createHash } from 'node:crypto';
import type { KeyVaultKey } from '@azure/keyvault-keys';
import type { WithClient } from './kept-clients';
import type { KeySigning } from './key-signing';
import { type KeyUrl, nameOf, vaultOf } from './key-url';
import { isSignedAsPkcs1 } from './public-key';
import { ask } from './vault-answers';
import type { VaultClients } from './vault-clients';

/** Signs in the vault, and verifies here. */
export const signWithVault = (clients: VaultClients, withClient: WithClient): KeySigning => {
  const read = (key: KeyUrl, version: string): Promise<KeyVaultKey> =>
    ask(clients.attempt('read', key, version), () => clients.reader(vaultOf(key)).getKey(nameOf(key), { version }));
  return {
    async sign({ key, version }, data) {
      const digest = createHash('sha256').update(data).digest();
      const { result } = await ask(clients.attempt('sign', key, version), () =>
        withClient(key, version, (client) => client.sign('RS256', digest)),
      );
      return result;
    },
    isSigned: async ({ key, version }, data, signature) => isSignedAsPkcs1(await read(key, version), data, signature),
  };
};
