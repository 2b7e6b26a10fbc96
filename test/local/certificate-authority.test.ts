import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAuthority } from '../../local/certificate-authority';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rewrap-ca-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('localAuthority', () => {
  it('makes a certificate that is good for localhost', async () => {
    const { cert } = await localAuthority(folder);
    expect(new X509Certificate(cert).checkHost('localhost')).toBeDefined();
  });

  it.each(['127.0.0.1', '::1'])('makes a certificate that is good for %s', async (address) => {
    const { cert } = await localAuthority(folder);
    expect(new X509Certificate(cert).checkIP(address)).toBeDefined();
  });

  it('makes a certificate that a client with the authority trusts', async () => {
    const { caFile, key, cert } = await localAuthority(folder);
    const server = createServer({ key, cert }, (_, response) => response.end('ok'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ca = await readFile(caFile);
    const status = await new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, ca }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });
    server.closeAllConnections();
    server.close();
    expect(status).toBe(200);
  });

  it('uses what is there, also when two processes start at once', async () => {
    const fresh = join(folder, 'fresh');
    const together = await Promise.all([localAuthority(fresh), localAuthority(fresh)]);
    expect(together[1]).toEqual(together[0]);
    expect(await localAuthority(fresh)).toEqual(together[0]);
  });
});
