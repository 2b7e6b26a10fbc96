import { createServer, type Server } from 'node:http';
import { ManagedIdentityCredential } from '@azure/identity';
import { getRequestListener } from '@hono/node-server';
import { createIdentity, type Identity } from '../../../local/identity/identity';

const clientId = '11111111-1111-4111-8111-111111111111';
const principalId = '22222222-2222-4222-8222-222222222222';

describe('ManagedIdentityCredential of @azure/identity', () => {
  let server: Server;
  let identity: Identity;
  const before = { ...process.env };

  beforeAll(async () => {
    const identities = [{ name: 'rotator', clientId, principalId }];
    identity = await createIdentity({
      now: () => new Date(),
      issuer: 'https://localhost:8440',
      identityHeader: 's3cret',
      identities,
    });
    server = createServer(getRequestListener((request) => identity.fetch(request)));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    process.env['IDENTITY_ENDPOINT'] = `http://127.0.0.1:${port}/msi/token`;
    process.env['IDENTITY_HEADER'] = 's3cret';
  });
  afterAll(async () => {
    process.env = before;
    await new Promise((closed) => server.close(closed));
  });

  it('gets a token for the vault that the emulators accept', async () => {
    const token = await new ManagedIdentityCredential({ clientId }).getToken('https://vault.azure.net/.default');
    const bearer = await identity.verify(token.token, 'https://vault.azure.net');
    expect(bearer).toMatchObject({ oid: principalId, appid: clientId });
    expect(token.expiresOnTimestamp).toBeGreaterThan(Date.now());
  });
});
