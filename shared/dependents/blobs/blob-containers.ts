import { StoreRefused } from '../wrapped-keys/wrapped-key-store';

/** Why a blob's metadata cannot be set, though it can be read. */
export type Held = 'snapshot' | 'former version' | 'soft-deleted' | 'archived' | 'leased' | 'immutable';

/** A blob, snapshot or version as a listing shows it. */
export interface StoredBlob {
  readonly name: string;
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly held?: Held;
}

/** Blob containers of applications, as far as we need them. Refusals that no retry cures are `ContainerRefused`. */
export interface BlobContainers {
  /** One page of everything there is: also snapshots, former versions and soft-deleted blobs. */
  list(
    container: string,
    page: { size: number; from?: string },
  ): Promise<{ blobs: readonly StoredBlob[]; next?: string }>;
  /** Replaces all metadata if the blob is still as listed. `changed`: it is not, or it is gone. */
  setMetadata(
    container: string,
    blob: StoredBlob,
    metadata: Record<string, string>,
  ): Promise<'written' | 'changed' | Held>;
}

/** The container is not there, or our identity may not read or write it. */
export class ContainerRefused extends StoreRefused {
  override readonly code = 'container-refused';
  constructor(container: string, found: string, options?: ErrorOptions) {
    super(
      `Expected to read and write blob metadata in ${container}, but Azure Storage answered ${found}. Check that the ` +
        `container exists and grant Rewrap's identity Storage Blob Data Contributor on it.`,
      options,
    );
  }
}
