import { RestError } from '@azure/data-tables';
import { type KeyClientOptions } from '@azure/keyvault-keys';
import type { Vault } from '../../../local/key-vault/vault';

export type HttpClient = NonNullable<KeyClientOptions['httpClient']>;
export type HttpRequest = Parameters<HttpClient['sendRequest']>[0];

const headersOf = (headers: Headers): HttpRequest['headers'] => ({
  get: (name) => headers.get(name) ?? undefined,
  has: (name) => headers.has(name),
  set: (name, value) => headers.set(name, String(value)),
  delete: (name) => headers.delete(name),
  toJSON: () => Object.fromEntries(headers),
  [Symbol.iterator]: () => headers[Symbol.iterator](),
});

/** What went over the wire as text, not what the client meant to send. */
export const bodyOf = ({ body }: HttpRequest): string | undefined => (typeof body === 'string' ? body : undefined);

/** Brings the requests of the real clients to vaults in this process. */
export const vaultNetwork = (vaultAt: (host: string) => Vault): HttpClient => ({
  async sendRequest(request) {
    const { url, method } = request;
    const body = bodyOf(request);
    const headers = request.headers.toJSON();
    const sent = new Request(url, { method, headers, ...(body !== undefined && { body }) });
    const response = await vaultAt(new URL(url).host).fetch(sent);
    if (response.type === 'error') throw new RestError('socket hang up', { code: RestError.REQUEST_SEND_ERROR });
    return {
      request,
      status: response.status,
      headers: headersOf(response.headers),
      bodyAsText: await response.text(),
    };
  },
});
