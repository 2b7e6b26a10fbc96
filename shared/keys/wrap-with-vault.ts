import type { KeyWrapAlgorithm } from '@azure/keyvault-keys';
import * as z from 'zod';
import type { WithClient } from './kept-clients';
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

/** Wraps and unwraps in the vault, with every algorithm that it knows. */
export const wrapWithVault = (clients: VaultClients, withClient: WithClient): KeyWrapping => ({
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
});
