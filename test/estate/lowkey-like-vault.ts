import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys';
import { getRequestListener } from '@hono/node-server';
import { freePort } from '../../local/process/ports';
import { localAuthority } from '../../local/certificate-authority';
import { createVault } from '../../local/key-vault/vault';

/** A vault that nobody knows but by its URL and its certificate. */
export interface OtherVault {
  readonly url: string;
  /** Certificate to trust, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  readonly client: KeyClient;
  cryptography(kid: string): CryptographyClient;
  /** Every token that was shown to it. */
  readonly tokens: ReadonlySet<string>;
  close(): Promise<void>;
}

const ownToken = 'of-the-test';

/**
 * A vault with the manners of Lowkey Vault, which it documents: it names itself as the audience of tokens, takes any token
 * that is not empty, keeps real time, raises no event, and shows a certificate that nobody has signed for. What it does with
 * keys is done by our emulator.
 */
export async function startLowkeyLikeVault(): Promise<OtherVault> {
  const folder = await mkdtemp(join(tmpdir(), 'rewrap-lowkey-'));
  const { caFile, key, cert } = await localAuthority(folder);
  const ca = await readFile(caFile, 'utf8');
  const port = await freePort();
  const url = `https://localhost:${port}`;
  const challenge = `Bearer resource="${url}", authorization_uri="${url}"`;
  const vault = createVault({ name: 'lowkey', flavour: 'premium', baseUrl: url, now: () => new Date() });

  const tokens = new Set<string>();
  const fetch = async (request: Request): Promise<Response> => {
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '');
    if (!token) return new Response(null, { status: 401, headers: { 'www-authenticate': challenge } });
    tokens.add(token);
    return vault.fetch(request);
  };
  const server = createServer({ key, cert }, getRequestListener(fetch)).listen(port, 'localhost');
  await once(server, 'listening');

  const credential = { getToken: async () => ({ token: ownToken, expiresOnTimestamp: Date.UTC(2999, 0) }) };
  const options = () => ({ tlsOptions: { ca }, disableChallengeResourceVerification: true });
  return {
    url,
    caFile,
    tokens,
    client: new KeyClient(url, credential, options()),
    cryptography: (kid) => new CryptographyClient(kid, credential, options()),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(folder, { recursive: true });
    },
  };
}

/** Tokens that others have shown. */
export const foreignTokens = ({ tokens }: OtherVault): readonly string[] =>
  [...tokens].filter((token) => token !== ownToken);
