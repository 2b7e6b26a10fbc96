import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAuthority } from '../../../local/certificate-authority';
import { all, serveVault } from './served-vault';

it('works over https with a certificate of the local authority, paging and cryptography included', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rewrap-kv-'));
  const kv = await serveVault({}, await localAuthority(folder));
  const { id } = await kv.client.createRsaKey('secure');
  await kv.client.createRsaKey('secure');

  const pages = kv.client.listPropertiesOfKeyVersions('secure').byPage({ maxPageSize: 1 });
  expect(await all(pages)).toHaveLength(2);

  const dataKey = randomBytes(32);
  const { result } = await kv.cryptography(id).wrapKey('RSA-OAEP-256', dataKey);
  expect(Buffer.from((await kv.cryptography(id).unwrapKey('RSA-OAEP-256', result)).result)).toEqual(dataKey);

  await kv.close();
  await rm(folder, { recursive: true });
});
