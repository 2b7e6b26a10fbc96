import { isRestError } from '@azure/core-rest-pipeline';
import type { BlobItem, ContainerClient } from '@azure/storage-blob';
import { ContainerRefused, type BlobContainers, type Held, type StoredBlob } from './blob-containers';

const callTimeoutMs = 30_000;

/** The first reason that holds. A lock or an archive tier of a snapshot does not matter: it can never be rewritten. */
const heldBy = ({ snapshot, deleted, isCurrentVersion, properties }: BlobItem, now: Date): Held | undefined => {
  if (deleted) return 'soft-deleted';
  if (snapshot) return 'snapshot';
  if (isCurrentVersion === false) return 'former version';
  if (properties.accessTier === 'Archive') return 'archived';
  if (properties.leaseState === 'leased' || properties.leaseState === 'breaking') return 'leased';
  const { legalHold, immutabilityPolicyExpiresOn } = properties;
  return legalHold || (immutabilityPolicyExpiresOn && immutabilityPolicyExpiresOn > now) ? 'immutable' : undefined;
};

const stored = (blob: BlobItem, now: Date): StoredBlob => {
  const held = heldBy(blob, now);
  return { name: blob.name, etag: blob.properties.etag, metadata: blob.metadata ?? {}, ...(held && { held }) };
};

/** A listing shows entity tags bare, conditions want them in quotes. */
const quoted = (etag: string): string => (etag.startsWith('"') ? etag : `"${etag}"`);

/** Error codes of Set Blob Metadata, https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes. */
const refusals: Record<string, 'changed' | Held> = {
  ConditionNotMet: 'changed',
  BlobNotFound: 'changed',
  LeaseIdMissing: 'leased',
  BlobArchived: 'archived',
  BlobImmutableDueToPolicy: 'immutable',
};

/** What a container refused, so that it is named; anything else as it came. */
export const refusedBy = (container: string, error: unknown): unknown => {
  const refused = isRestError(error) && [401, 403, 404].includes(error.statusCode ?? 0);
  return refused ? new ContainerRefused(container, `${error.statusCode} ${error.code ?? ''}`, { cause: error }) : error;
};

/** Containers of Azure Storage, by their URL. */
export const azureBlobContainers = (options: {
  clientFor: (container: string) => Promise<ContainerClient>;
  now: () => Date;
}): BlobContainers => {
  const { clientFor, now } = options;
  return {
    async list(container, { size, from }) {
      const client = await clientFor(container);
      const pages = client
        .listBlobsFlat({
          includeMetadata: true,
          includeSnapshots: true,
          includeVersions: true,
          includeDeleted: true,
          includeImmutabilityPolicy: true,
          includeLegalHold: true,
          abortSignal: AbortSignal.timeout(callTimeoutMs),
        })
        .byPage({ maxPageSize: size, ...(from && { continuationToken: from }) });
      try {
        for await (const { segment, continuationToken } of pages) {
          const blobs = segment.blobItems.map((blob) => stored(blob, now()));
          return { blobs, ...(continuationToken && { next: continuationToken }) };
        }
        return { blobs: [] };
      } catch (error) {
        throw refusedBy(container, error);
      }
    },

    async setMetadata(container, { name, etag }, metadata) {
      const conditions = { ifMatch: quoted(etag) };
      try {
        const abortSignal = AbortSignal.timeout(callTimeoutMs);
        const client = await clientFor(container);
        await client.getBlobClient(name).setMetadata(metadata, { conditions, abortSignal });
        return 'written';
      } catch (error) {
        const known = isRestError(error) ? refusals[error.code ?? ''] : undefined;
        if (known) return known;
        throw refusedBy(container, error);
      }
    },
  };
};
