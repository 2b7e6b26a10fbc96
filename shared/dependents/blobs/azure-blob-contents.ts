import { createHash } from 'node:crypto';
import { isRestError } from '@azure/core-rest-pipeline';
import type { BlobGetPropertiesResponse, BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import { BlobChanged, type BlobContent, type BlobContents } from './blob-contents';
import { refusedBy } from './azure-blob-containers';

const callTimeoutMs = 120_000;

/** Error codes by which a condition fails. */
const changes = ['ConditionNotMet', 'BlobNotFound'];

const understood = (container: string, error: unknown): unknown => {
  if (!isRestError(error)) return error;
  if (changes.includes(error.code ?? '') || error.statusCode === 412) return new BlobChanged(error.message);
  return refusedBy(container, error);
};

/** Numbers of equal length: the blocks of a blob need that of their ids. */
const blockId = (number: number): string => Buffer.from(`rewrap-${String(number).padStart(8, '0')}`).toString('base64');

const quoted = (etag: string): string => (etag.startsWith('"') ? etag : `"${etag}"`);

/** What a commit would reset if it were not sent along. The content's MD5 is left out: it is of the former content. */
const keptOf = async (client: BlockBlobClient, properties: BlobGetPropertiesResponse) => {
  const { contentType, contentEncoding, contentLanguage, contentDisposition, cacheControl } = properties;
  const headers = {
    ...(contentType && { blobContentType: contentType }),
    ...(contentEncoding && { blobContentEncoding: contentEncoding }),
    ...(contentLanguage && { blobContentLanguage: contentLanguage }),
    ...(contentDisposition && { blobContentDisposition: contentDisposition }),
    ...(cacheControl && { blobCacheControl: cacheControl }),
  };
  const { accessTier, accessTierInferred, encryptionScope, tagCount } = properties;
  return {
    blobHTTPHeaders: headers,
    ...(accessTier && !accessTierInferred && { tier: accessTier }),
    ...(encryptionScope && { encryptionScope }),
    ...(tagCount && { tags: (await client.getTags()).tags }),
  };
};

/** Contents of block blobs in Azure Storage. */
export const azureBlobContents = (clientFor: (container: string) => Promise<ContainerClient>): BlobContents => {
  const open = async (container: string, name: string, listedEtag: string | undefined) => {
    const attempt = async <T>(call: () => Promise<T>): Promise<T> => {
      try {
        return await call();
      } catch (error) {
        throw understood(container, error);
      }
    };
    const timeLimit = () => ({ abortSignal: AbortSignal.timeout(callTimeoutMs) });
    const client = (await clientFor(container)).getBlockBlobClient(name);
    const properties = await attempt(() => client.getProperties(timeLimit()));
    const etag = properties.etag ?? '';
    if (listedEtag !== undefined && quoted(listedEtag) !== quoted(etag)) throw new BlobChanged(`${name} has changed`);
    if (properties.blobType !== 'BlockBlob') return { held: `a ${properties.blobType ?? 'blob of another kind'}` };
    const conditions = { ifMatch: quoted(etag) };
    const { encryptionScope } = properties;
    const inScope = encryptionScope ? { encryptionScope } : {};

    const content: BlobContent = {
      length: properties.contentLength ?? 0,
      read: (offset, count) => attempt(() => client.downloadToBuffer(offset, count, { ...timeLimit(), conditions })),
      stage: (number, bytes) =>
        attempt(async () => {
          const transactionalContentMD5 = createHash('md5').update(bytes).digest();
          await client.stageBlock(blockId(number), bytes, bytes.length, {
            ...timeLimit(),
            ...inScope,
            transactionalContentMD5,
          });
        }),
      commit: (parts, metadata) =>
        attempt(async () => {
          const blocks = Array.from({ length: parts }, (_, number) => blockId(number));
          const kept = await keptOf(client, properties);
          await client.commitBlockList(blocks, { ...timeLimit(), ...kept, conditions, metadata });
        }),
    };
    return content;
  };
  return {
    open: (container, { name, etag }) => open(container, name, etag),
    openNow: (container, name) => open(container, name, undefined),
  };
};
