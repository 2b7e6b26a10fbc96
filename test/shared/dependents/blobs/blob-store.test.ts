import { randomBytes } from 'node:crypto';
import type { ContainerClient } from '@azure/storage-blob';
import { azureBlobContents } from '../../../../shared/dependents/blobs/azure-blob-contents';
import { azureBlobContainers } from '../../../../shared/dependents/blobs/azure-blob-containers';
import { blobStore } from '../../../../shared/dependents/blobs/blob-store';
import { azuriteBlobs } from '../../../azure-storage';
import { storeContract, type StoreUnderTest } from '../wrapped-keys/store-contract';
import { dataKey, encrypted, key, v1, v2 } from './application';

const put = (client: ContainerClient, name: string, metadata: Record<string, string>) =>
  client.getBlockBlobClient(name).upload('text', 4, { metadata });

const open = async (): Promise<StoreUnderTest> => {
  const client = (await azuriteBlobs()).getContainerClient(`c${randomBytes(8).toString('hex')}`);
  await client.create();
  const containers = azureBlobContainers({ clientFor: async () => client, now: () => new Date() });
  const metadataOf = async (name: string) => (await client.getBlobClient(name).getProperties()).metadata ?? {};
  return {
    store: blobStore(
      { blobs: containers, contents: azureBlobContents(async () => client), now: () => new Date() },
      client.url,
    ),
    first: v1,
    second: v2,
    put: async (names) => void (await Promise.all(names.map((name) => put(client, name, encrypted(v1))))),
    putGarbled: async (name) => void (await put(client, name, { encryptiondata: '{' })),
    touch: async (name) => {
      await client.getBlobClient(name).setMetadata({ ...(await metadataOf(name)), owner: 'somebody else' });
    },
    ownPart: async (name) => {
      const { encryptiondata: _, ...own } = await metadataOf(name);
      return { own, content: (await client.getBlobClient(name).downloadToBuffer()).toString() };
    },
    remove: async (name) => void (await client.getBlobClient(name).delete()),
    shut: async () => void (await client.delete()),
    anew: async () => ({ wrappedBy: `${key}/${v2}`, value: Buffer.concat([Buffer.from(v2), dataKey]) }),
  };
};

storeContract('Blobs', open);
