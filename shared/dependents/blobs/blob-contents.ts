/** The content of one blob, as long as nobody else changes it: each call answers `changed` by throwing `BlobChanged`. */
export interface BlobContent {
  readonly length: number;
  read(offset: number, count: number): Promise<Buffer>;
  /** Puts a part aside; it is not in the blob before `commit`. */
  stage(number: number, bytes: Buffer): Promise<void>;
  /** Makes the parts, in their order, the blob's content, with this metadata; everything else about the blob stays. */
  commit(parts: number, metadata: Record<string, string>): Promise<void>;
}

/** Contents of blobs of applications, for encrypting them again. Refusals that no retry cures are `ContainerRefused`. */
export interface BlobContents {
  /** The blob as it was listed; `held` where it cannot be written in parts. */
  open(
    container: string,
    blob: { readonly name: string; readonly etag: string },
  ): Promise<BlobContent | { readonly held: string }>;
  /** The same without a condition, as it is now: to look at what was written. */
  openNow(container: string, name: string): Promise<BlobContent | { readonly held: string }>;
}

/** Somebody else has changed or removed the blob. */
export class BlobChanged extends Error {}
