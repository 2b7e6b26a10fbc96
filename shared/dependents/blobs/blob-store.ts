import * as z from 'zod';
import { storeKind } from '../wrapped-keys/store-kind';
import type { Garbled, WrappedKey, WrappedKeyStore } from '../wrapped-keys/wrapped-key-store';
import type { BlobContainers, StoredBlob } from './blob-containers';
import type { BlobContents } from './blob-contents';
import { wrappedIn } from './envelope';
import { reencryptBlob } from './reencrypt-blob';

/** Snapshots and former versions bear the name of their blob. */
const idOf = ({ name, held }: StoredBlob): string => (held ? `${name} (${held})` : name);

/** What a container is reached through. */
export interface ContainerAccess {
  readonly blobs: BlobContainers;
  readonly contents: BlobContents;
  readonly now: () => Date;
}

const listed = (access: ContainerAccess, container: string, blob: StoredBlob): readonly (WrappedKey | Garbled)[] => {
  const wrapped = wrappedIn(blob.metadata);
  if (wrapped === 'none') return [];
  const id = idOf(blob);
  if (wrapped === 'garbled') return [{ id, garbled: true }];
  const { wrappedBy, algorithm, value, rewritten, dataKeyMadeAt } = wrapped;
  return [
    {
      id,
      wrappedBy,
      algorithm,
      value,
      ...(blob.held && { held: blob.held }),
      ...(dataKeyMadeAt && { dataKeyMadeAt }),
      async write(anew) {
        const set = await access.blobs.setMetadata(container, blob, rewritten(anew.wrappedBy, anew.value));
        return set === 'written' || set === 'changed' ? set : { held: set };
      },
      reencrypt: (rewrapping) => reencryptBlob({ ...access, container, blob, wrapped }, rewrapping),
    },
  ];
};

/** The wrapped keys in the metadata of a container's blobs, snapshots and versions. */
export const blobStore = (access: ContainerAccess, container: string): WrappedKeyStore => ({
  async list(page) {
    const { blobs: found, next } = await access.blobs.list(container, page);
    return { keys: found.flatMap((blob) => listed(access, container, blob)), ...(next && { next }) };
  },
});

/** Blobs that applications encrypted with Azure Storage client-side encryption. */
export const blobs = storeKind({
  type: 'application-data/blobs',
  entry: z.strictObject({
    kind: z.literal('blobs').optional().describe('What an entry is that names no kind'),
    container: z.url().regex(/^https?:\/\/[^?#]+$/, {
      error: 'expected no query: a signature in it would stand in records and alerts',
    }),
    canary: z.boolean().default(false).describe('Moved first'),
  }),
  idOf: ({ container }) => container,
  open: ({ container }, outside) => blobStore(outside, container),
  canReencrypt: true,
  staysExposed: [
    'snapshots, former versions and soft-deleted blobs, which keep their data keys until they are gone',
    'blobs that could not be written: archived, leased, immutable, of another protocol, or larger than 4 GiB',
  ],
  told: {
    what: 'Application data in blobs (client-side encryption, version 2)',
    where: 'the wrapped data key in the metadata of each blob',
    how: 'unwrapped with the old version, wrapped with the new one, written back if the blob is unchanged; what cannot be rewritten is told as not proven',
  },
});
