import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys';
import { createVault, type Vault, type VaultEvent, type VaultOptions } from '../../../local/key-vault/vault';

const credential = { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Date.UTC(2999, 0) }) };

/** For plain http on a free port, which has a name that no challenge verifies. */
const clientOptions = () => ({
  disableChallengeResourceVerification: true,
  allowInsecureConnection: true,
  retryOptions: { maxRetries: 0 },
});

/** A vault behind a real server, with the unchanged SDK clients, a clock that stands until it is moved, and its events. */
export interface ServedVault {
  vault: Vault;
  baseUrl: string;
  client: KeyClient;
  events: VaultEvent[];
  clock: { now: Date };
  cryptography(kid: string): CryptographyClient;
  /** A raw call with a token, for what no client would send. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; headers: Headers; body: unknown }>;
  close(): Promise<void>;
}

export const day = 86_400_000;

export async function serveVault(options: Partial<VaultOptions> = {}): Promise<ServedVault> {
  const listener: { vault?: Vault } = {};
  const server = createServer(getRequestListener((request, env) => listener.vault?.fetch(request, env as object)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const events: VaultEvent[] = [];
  const clock = { now: new Date('2026-03-01T12:00:00Z') };
  const vault = createVault({
    name: 'contoso-kv',
    flavour: 'standard',
    baseUrl,
    now: () => clock.now,
    emit: (event) => events.push(event),
    ...options,
  });
  listener.vault = vault;
  return {
    ...{ vault, baseUrl, events, clock },
    client: new KeyClient(baseUrl, credential, clientOptions()),
    cryptography: (kid) => new CryptographyClient(kid, credential, clientOptions()),
    call: (method, path, body) => rawCall(method, `${baseUrl}${path}`, body),
    close: () => closed(server),
  };
}

async function rawCall(method: string, url: string, body: unknown) {
  const separator = url.includes('?') ? '&' : '?';
  const response = await fetch(`${url}${separator}api-version=2025-07-01`, {
    method,
    headers: { authorization: 'Bearer a-token' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? (JSON.parse(text) as unknown) : undefined };
}

async function closed(server: Server) {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
