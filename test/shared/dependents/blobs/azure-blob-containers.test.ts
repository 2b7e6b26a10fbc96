import { randomBytes } from 'node:crypto';
import type { ContainerClient } from '@azure/storage-blob';
import { azureBlobContainers } from '../../../../shared/dependents/blobs/azure-blob-containers';
import { ContainerRefused } from '../../../../shared/dependents/blobs/blob-containers';
import { applicationData } from '../../../../shared/dependents/wrapped-keys/application-data';
import { azuriteBlobs } from '../../../azure-storage';
import { aPolicy, aShelf, aVault, encrypted, key, blobsAlone, v1, v2 } from './application';

const now = () => new Date();

const aRealContainer = async () => {
  const service = await azuriteBlobs();
  const client = service.getContainerClient(`c${randomBytes(8).toString('hex')}`);
  await client.create();
  const clientFor = async (container: string): Promise<ContainerClient> =>
    service.getContainerClient(new URL(container).pathname.split('/').at(-1) ?? '');
  return { client, blobs: azureBlobContainers({ clientFor, now }) };
};

const put = (client: ContainerClient, name: string, metadata: Record<string, string>) =>
  client.getBlockBlobClient(name).upload('text', 4, { metadata });

describe('blob containers of Azure Storage, on Azurite', () => {
  it('re-wraps a blob for real, its content and other metadata untouched', async () => {
    const { client, blobs } = await aRealContainer();
    await put(client, 'a', encrypted(v1));
    const policy = () => Promise.resolve(aPolicy(false, client.url));
    const port = applicationData({
      blobs,
      ...blobsAlone,
      wrapping: aVault().wrapping,
      shelf: aShelf(),
      policy,
      now,
    });
    const dependent = {
      id: client.url,
      type: 'application-data/blobs',
      mode: 'pinned',
      canary: false,
      keepsOldVersionFor: [],
    } as const;
    const moved = await port.move({ ...dependent, keepsOldVersionFor: [] }, { key, to: v2, nudge: false });
    expect(moved).toMatchObject({ state: 'settled', proof: 'unwrapped' });

    const { metadata } = await client.getBlobClient('a').getProperties();
    expect(metadata?.['owner']).toBe('billing');
    expect(metadata?.['encryptiondata']).toContain(`${key}/${v2}`);
    expect((await client.getBlobClient('a').downloadToBuffer()).toString()).toBe('text');
  });

  it('pages through a container', async () => {
    const { client, blobs } = await aRealContainer();
    for (const name of ['a', 'b', 'c']) await put(client, name, {});
    const first = await blobs.list(client.url, { size: 2 });
    const second = await blobs.list(client.url, { size: 2, ...(first.next && { from: first.next }) });
    expect([...first.blobs, ...second.blobs].map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(second.next).toBeUndefined();
  });

  it('does not overwrite what another writer changed', async () => {
    const { client, blobs } = await aRealContainer();
    await put(client, 'a', { owner: 'one' });
    const { blobs: listed } = await blobs.list(client.url, { size: 10 });
    await client.getBlobClient('a').setMetadata({ owner: 'two' });
    const [blob] = listed;
    expect(blob && (await blobs.setMetadata(client.url, blob, { owner: 'three' }))).toBe('changed');
    expect((await client.getBlobClient('a').getProperties()).metadata).toEqual({ owner: 'two' });
  });

  it('tells snapshots and leased blobs, which cannot be rewritten', async () => {
    const { client, blobs } = await aRealContainer();
    await put(client, 'a', {});
    await client.getBlobClient('a').createSnapshot();
    await client.getBlobClient('a').getBlobLeaseClient().acquireLease(60);
    const { blobs: listed } = await blobs.list(client.url, { size: 10 });
    expect(new Set(listed.map(({ held }) => held))).toEqual(new Set(['leased', 'snapshot']));
    const leased = listed.find(({ held }) => held === 'leased');
    expect(leased && (await blobs.setMetadata(client.url, leased, {}))).toBe('leased');
  });

  it('says what to do about a container that is not there', async () => {
    const { client, blobs } = await aRealContainer();
    await client.delete();
    await expect(blobs.list(client.url, { size: 10 })).rejects.toThrow(ContainerRefused);
  });
});
