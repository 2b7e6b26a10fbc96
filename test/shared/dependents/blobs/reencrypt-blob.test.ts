import { randomBytes } from 'node:crypto';
import { decrypted, encrypted as encryptedByBank } from '../../../../local/estate/client-side-encryption';
import { azureBlobContainers } from '../../../../shared/dependents/blobs/azure-blob-containers';
import { azureBlobContents } from '../../../../shared/dependents/blobs/azure-blob-contents';
import type { Dependent, Move } from '../../../../shared/dependents/dependent';
import { applicationData } from '../../../../shared/dependents/wrapped-keys/application-data';
import { azuriteBlobs } from '../../../azure-storage';
import { aPolicy, aShelf, aVault, blobsAlone, key, v1, v2 } from './application';

const since = '2030-01-01T00:00:00.000Z';
const now = () => new Date('2030-01-01T01:00:00Z');

/** A container on Azurite with blobs that an application encrypted under the first version. */
const anApplication = async () => {
  const client = (await azuriteBlobs()).getContainerClient(`c${randomBytes(8).toString('hex')}`);
  await client.create();
  const { wrapping, opened } = aVault();
  const contents = azureBlobContents(async () => client);
  const port = applicationData({
    blobs: azureBlobContainers({ clientFor: async () => client, now }),
    ...blobsAlone,
    contents,
    wrapping,
    shelf: aShelf(),
    policy: () => Promise.resolve(aPolicy(false, client.url)),
    now,
  });
  const dependent: Dependent = {
    id: client.url,
    type: 'application-data/blobs',
    mode: 'pinned',
    canary: false,
    keepsOldVersionFor: [],
  };
  const wrap = (value: Buffer) => wrapping.wrap({ key, version: v1, algorithm: 'RSA-OAEP-256', value });
  return {
    client,
    wrapping,
    opened,
    contents,
    put: async (name: string, plain: Buffer, headers = {}) => {
      const { content, metadata } = await encryptedByBank(plain, { kid: `${key}/${v1}`, wrap });
      const blob = client.getBlockBlobClient(name);
      await blob.upload(content, content.length, {
        metadata: { ...metadata, owner: 'billing' },
        blobHTTPHeaders: headers,
      });
    },
    reencrypt: (earlier?: Move) =>
      port.move(dependent, { key, to: v2, nudge: false, reencrypt: { since }, ...(earlier && { earlier }) }),
    read: async (name: string) => {
      const blob = client.getBlobClient(name);
      const [content, properties] = [await blob.downloadToBuffer(), await blob.getProperties()];
      const metadata = properties.metadata ?? {};
      const unwrap = (kid: string, value: Buffer) =>
        wrapping.unwrap({ key, version: kid.slice(-32), algorithm: 'RSA-OAEP-256', value });
      const plain = await decrypted({ content, metadata }, unwrap);
      const wrapped = JSON.parse(metadata['encryptiondata'] ?? '').WrappedContentKey;
      return { content, metadata, properties, plain, wrapped };
    },
  };
};

const dataKeyOf = (encryptedKey: string) => Buffer.from(encryptedKey, 'base64').subarray(32);

describe('encrypting blobs again', () => {
  it.each([0, 1, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 21 * 1024 * 1024])(
    'gives %i bytes a new data key, and applications read what they wrote',
    async (length) => {
      const { put, reencrypt, read } = await anApplication();
      const plain = randomBytes(length);
      await put('a', plain);
      const before = await read('a');
      expect(await reencrypt()).toMatchObject({ state: 'settled', proof: 'unwrapped' });
      const after = await read('a');
      expect(after.plain.equals(plain)).toBe(true);
      expect(after.wrapped.KeyId).toBe(`${key}/${v2}`);
      expect(dataKeyOf(after.wrapped.EncryptedKey)).not.toEqual(dataKeyOf(before.wrapped.EncryptedKey));
      expect(after.content).toHaveLength(before.content.length);
      if (length > 0) expect(after.content.equals(before.content)).toBe(false);
    },
  );

  it('keeps everything else about the blob', async () => {
    const { put, reencrypt, read, client } = await anApplication();
    const headers = { blobContentType: 'application/pdf', blobCacheControl: 'no-store' };
    await put('a', Buffer.from('a letter'), headers);
    await client.getBlobClient('a').setTags({ tenant: 'north' });
    await reencrypt();
    const { properties, metadata } = await read('a');
    expect(properties).toMatchObject({ contentType: 'application/pdf', cacheControl: 'no-store' });
    expect(metadata['owner']).toBe('billing');
    expect((await client.getBlobClient('a').getTags()).tags).toEqual({ tenant: 'north' });
  });

  it('does it once, however often it is asked', async () => {
    const { put, reencrypt, client } = await anApplication();
    await put('a', Buffer.from('a letter'));
    await reencrypt();
    const { etag } = await client.getBlobClient('a').getProperties();
    expect(await reencrypt()).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect((await client.getBlobClient('a').getProperties()).etag).toBe(etag);
  });

  it('zeroes every data key', async () => {
    const { put, reencrypt, opened } = await anApplication();
    await put('a', Buffer.from('a letter'));
    await reencrypt();
    expect(opened.length).toBeGreaterThan(0);
    expect(opened.every((open) => open.every((byte) => byte === 0))).toBe(true);
  });

  it('overwrites nothing that somebody else writes meanwhile, and looks again', async () => {
    const { put, reencrypt, read, wrapping } = await anApplication();
    await put('a', Buffer.from('first'));
    const wrap = wrapping.wrap.bind(wrapping);
    let once = true;
    wrapping.wrap = async (open) => {
      if (once && open.version === v2) {
        once = false;
        await put('a', Buffer.from('second, by the application'));
      }
      return wrap(open);
    };
    expect(await reencrypt()).toMatchObject({ state: 'settled', proof: 'unwrapped' });
    const { plain, wrapped } = await read('a');
    expect(plain.toString()).toBe('second, by the application');
    expect(wrapped.KeyId).toBe(`${key}/${v2}`);
  });

  it('changes nothing where the content does not open, and says so', async () => {
    const { put, reencrypt, client } = await anApplication();
    await put('a', Buffer.from('a letter'));
    const blob = client.getBlockBlobClient('a');
    const { metadata } = await blob.getProperties();
    await blob.upload('spoilt content, spoilt content, spoilt', 38, { ...(metadata && { metadata }) });
    const { etag } = await blob.getProperties();
    expect(await reencrypt()).toMatchObject({
      state: 'failed',
      because: expect.stringContaining('content-unreadable'),
    });
    expect((await blob.getProperties()).etag).toBe(etag);
  });

  it('counts snapshots, which keep their data keys', async () => {
    const { put, reencrypt, client } = await anApplication();
    await put('a', Buffer.from('a letter'));
    await client.getBlobClient('a').createSnapshot();
    expect(await reencrypt()).toMatchObject({ state: 'failed', because: expect.stringContaining('1 snapshot') });
  });

  it('counts blobs of another protocol', async () => {
    const { reencrypt, client, wrapping } = await anApplication();
    const value = await wrapping.wrap({ key, version: v1, algorithm: 'RSA-OAEP', value: randomBytes(32) });
    const encryptiondata = JSON.stringify({
      WrappedContentKey: {
        KeyId: `${key}/${v1}`,
        EncryptedKey: Buffer.from(value).toString('base64'),
        Algorithm: 'RSA-OAEP',
      },
      EncryptionAgent: { Protocol: '1.0', EncryptionAlgorithm: 'AES_CBC_256' },
    });
    await client.getBlockBlobClient('old').upload('whatever', 8, { metadata: { encryptiondata } });
    expect((await reencrypt()).because).toContain('another protocol');
  });
});
