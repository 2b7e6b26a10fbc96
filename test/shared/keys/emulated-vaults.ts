import { createVault, type Vault, type VaultOptions } from '../../../local/key-vault/vault';
import { cloudOf, isLoopback } from '../../../shared/azure/clouds';
import { KeyUrl } from '../../../shared/keys/key-url';
import { type Duties, keyVaultKeys } from '../../../shared/keys/key-vault-keys';
import type { Budget } from '../../../shared/pacing/budget';
import { bodyOf, vaultNetwork, type HttpClient, type HttpRequest } from './vault-network';

/** One request as it went out. `body` is what the vault was sent, not what the client meant to send. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly authorised: boolean;
}

/** Rejects when the request is given up, and not before. */
const noAnswer = ({ abortSignal }: HttpRequest) =>
  new Promise<never>((_, reject) => {
    abortSignal?.addEventListener('abort', () => {
      reject(new Error('given up'));
    });
  });

const hosts = {
  standard: 'https://payments.vault.azure.net',
  premium: 'https://payments.vault.azure.net',
  'managed-hsm': 'https://central.managedhsm.azure.net',
};

/** An identity by the one token that it gets. */
export const identityOf = (token: string) => ({
  getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
});

/** A vault in this process, the real client before it, and all that went over the wire between them. */
export const emulatedVault = (
  options: Partial<VaultOptions> & { timeLimit?: number; budget?: Budget; duties?: Duties } = {},
) => {
  const {
    flavour = 'standard',
    now = () => new Date(),
    timeLimit,
    budget,
    duties,
    baseUrl = hosts[flavour],
    ...more
  } = options;
  const vault: Vault = createVault({ name: 'payments', flavour, baseUrl, now, ...more });
  const sent: Sent[] = [];
  let silent: RegExp | undefined;
  const network = vaultNetwork(() => vault);

  const httpClient: HttpClient = {
    async sendRequest(request) {
      const path = new URL(request.url).pathname;
      const authorised = request.headers.has('authorization');
      sent.push({ method: request.method, path, body: bodyOf(request), authorised });
      return silent?.test(path) ? noAnswer(request) : network.sendRequest(request);
    },
  };

  return {
    vault,
    sent,
    keys: keyVaultKeys({
      cloud: cloudOf({ cloud: isLoopback(baseUrl) ? 'local' : 'public' }),
      credential: identityOf('token'),
      ...(duties && { duties }),
      now,
      httpClient,
      ...(timeLimit !== undefined && { timeLimit }),
      ...(budget && { budget }),
    }),
    url: (name: string) => KeyUrl.parse(`${baseUrl}/keys/${name}`),
    /** From now on, calls to such paths are never answered. */
    fallSilent(path: RegExp) {
      silent = path;
    },
    /** How many calls of that kind the vault took in, challenges left out. */
    taken: (method: string, path: RegExp) =>
      sent.filter((one) => one.authorised && one.method === method && path.test(one.path)).length,
  };
};
