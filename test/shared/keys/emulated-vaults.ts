import { type KeyClientOptions } from '@azure/keyvault-keys';
import { RestError } from '@azure/data-tables';
import { createVault, type Vault, type VaultOptions } from '../../../local/key-vault/vault';
import { cloudOf, isLoopback } from '../../../shared/azure/clouds';
import { KeyUrl } from '../../../shared/keys/key-url';
import { type Duties, keyVaultKeys } from '../../../shared/keys/key-vault-keys';
import type { Budget } from '../../../shared/pacing/budget';

type HttpClient = NonNullable<KeyClientOptions['httpClient']>;
type HttpRequest = Parameters<HttpClient['sendRequest']>[0];
type HttpHeaders = HttpRequest['headers'];

const headersOf = (headers: Headers): HttpHeaders => ({
  get: (name) => headers.get(name) ?? undefined,
  has: (name) => headers.has(name),
  set: (name, value) => headers.set(name, String(value)),
  delete: (name) => headers.delete(name),
  toJSON: () => Object.fromEntries(headers),
  [Symbol.iterator]: () => headers[Symbol.iterator](),
});

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

  const httpClient: HttpClient = {
    async sendRequest(request) {
      const { url, method } = request;
      const body = typeof request.body === 'string' ? request.body : undefined;
      const headers = request.headers.toJSON();
      const path = new URL(url).pathname;
      sent.push({ method, path, body, authorised: request.headers.has('authorization') });
      if (silent?.test(path)) return noAnswer(request);
      const response = await vault.fetch(new Request(url, { method, headers, ...(body !== undefined && { body }) }));
      if (response.type === 'error') throw new RestError('socket hang up', { code: RestError.REQUEST_SEND_ERROR });
      return {
        request,
        status: response.status,
        headers: headersOf(response.headers),
        bodyAsText: await response.text(),
      };
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
