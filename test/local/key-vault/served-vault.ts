import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { CryptographyClient, KeyClient, type KeyClientOptions } from '@azure/keyvault-keys';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { LocalAuthority } from '../../../local/certificate-authority';
import { createVault, type Vault, type VaultEvent, type VaultOptions } from '../../../local/key-vault/vault';

/** A vault behind a real server, with the unchanged SDK clients, a clock that stands until it is moved, and its events. */
export interface ServedVault {
  vault: Vault;
  baseUrl: string;
  client: KeyClient;
  events: VaultEvent[];
  clock: { now: Date; pass(milliseconds: number): void };
  cryptography(kid: string | undefined): CryptographyClient;
  call: Call;
  close(): Promise<void>;
}

/** A raw call with a token, for what no client would send. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

export const day = 86_400_000;

const credential = { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Date.UTC(2999, 0) }) };

/** Serves on a free port of 127.0.0.1: by https with the authority's certificate, else by http. */
export async function serveVault(
  options: Partial<VaultOptions> = {},
  authority?: LocalAuthority,
): Promise<ServedVault> {
  const listener = getRequestListener((request, env) => vault.fetch(request, env as HttpBindings));
  const server = authority ? createSecureServer(authority, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A test that fails before it closes its vault must not keep Jest from ending.
  server.unref().on('connection', (socket) => socket.unref());
  const baseUrl = `${authority ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const events: VaultEvent[] = [];
  const clock = {
    now: new Date('2026-03-01T12:00:00Z'),
    pass(milliseconds: number) {
      clock.now = new Date(clock.now.getTime() + milliseconds);
    },
  };
  const vault = createVault({
    name: 'contoso-kv',
    flavour: 'standard',
    baseUrl,
    now: () => clock.now,
    emit: (event) => events.push(event),
    ...options,
  });
  const ca = authority && (await readFile(authority.caFile));

  return {
    vault,
    baseUrl,
    events,
    clock,
    client: new KeyClient(baseUrl, credential, clientOptions(ca)),
    cryptography: (kid = '') => new CryptographyClient(kid, credential, clientOptions(ca)),
    call: (method, path, body) => callRaw(method, `${baseUrl}${path}`, body),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** No retries, so that a test sees each answer; the host is none that a challenge could vouch for. */
const clientOptions = (ca: Buffer | undefined): KeyClientOptions => ({
  disableChallengeResourceVerification: true,
  retryOptions: { maxRetries: 0 },
  ...(ca ? { tlsOptions: { ca } } : { allowInsecureConnection: true }),
});

async function callRaw(method: string, address: string, body: unknown): Promise<Answer> {
  const url = new URL(address);
  url.searchParams.set('api-version', '2025-07-01');
  const response = await fetch(url, {
    method,
    headers: { authorization: 'Bearer a-token' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

/** Everything that a paged listing gives. */
export async function all<T>(listing: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of listing) items.push(item);
  return items;
}
