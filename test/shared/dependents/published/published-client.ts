import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import type { Seed } from '../../../../local/arm/resources';
import type { KeyUrl } from '../../../../shared/keys/key-url';
import type { anArmEstate, Call } from '../arm-estate';

/** What a published client is made with, and what it then sent and was told. */
export interface Published {
  readonly credential: { getToken(): Promise<{ token: string; expiresOnTimestamp: number }> };
  readonly options: { readonly httpClient: HttpClient; readonly retryOptions: { readonly maxRetries: 0 } };
  /** Calls that change something, with the status that they were answered with. */
  readonly sent: readonly (Call & { readonly status: number })[];
}

/**
 * Lets Microsoft's published clients speak to the emulator. Each knows an api-version of its own, which is replaced by that
 * of our adapter. A write that goes on is answered as if it were over: only what was sent matters here.
 */
export function publishedTo({ emulator }: ReturnType<typeof anArmEstate>, apiVersion: string): Published {
  const sent: (Call & { status: number })[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const url = new URL(request.url);
      url.searchParams.set('api-version', apiVersion);
      const { method, body: given } = request;
      const body = typeof given === 'string' ? given : undefined;
      const headers = { authorization: 'Bearer token', 'content-type': 'application/json' };
      const response = await emulator.fetch(new Request(url, { method, headers, ...(body && { body }) }));
      const { status } = response;
      if (method !== 'GET') sent.push({ method, path: url.pathname, status, ...(body && { body: JSON.parse(body) }) });
      return {
        request,
        status: status < 300 ? 200 : status,
        headers: createHttpHeaders({ 'content-type': 'application/json' }),
        bodyAsText: (await response.text()).replaceAll('"Updating"', '"Succeeded"'),
      };
    },
  };
  const credential = {
    getToken: () => Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  return { credential, options: { httpClient, retryOptions: { maxRetries: 0 } }, sent };
}

/** One type as a published client moves and reads it. */
export interface PublishedCase {
  readonly type: string;
  /** The resource and what it needs; absent: as in the contract of its adapter. */
  readonly seeds?: readonly Seed[];
  /** The move is to the newest version of this key; absent: from v1 to v2 of its own. */
  readonly toKey?: KeyUrl;
  /** Properties that this client does not know yet, so that it loses them. */
  readonly lacks?: readonly string[];
  /** The move that our adapter makes, call by call. */
  readonly moves: (published: Published) => readonly (() => Promise<unknown>)[];
  /** What it calls the places in which our adapter looks for a version or a flag. */
  readonly reads: (published: Published) => Promise<readonly unknown[]>;
}
