import { timingSafeEqual } from 'node:crypto';
import { ZodError } from 'zod';
import { RewrapError } from '../../errors';
import type { KeyUrl } from '../../keys/key-url';
import type { KeyWrapping } from '../../keys/key-wrapping';
import { ContainerRefused, type BlobContainers, type Held, type StoredBlob } from './blob-containers';
import { wrappedKeyIn, type WrappedKey } from './envelope';

/**
 * What became of one blob. `untouched`: not ours, or there already. `changed`: another writer was faster, look again. The rest
 * are left as they were, and need an older version.
 */
export type Fate =
  'untouched' | 'rewritten' | 'changed' | Held | 'garbled' | 'naming no version' | `not re-wrapped (${string})`;

export interface Rewrap {
  readonly blobs: BlobContainers;
  readonly wrapping: KeyWrapping;
  readonly container: string;
  readonly key: KeyUrl;
  readonly to: string;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** What the vault wrapped does not open to what went in: nothing is written then. */
class WrappedWrongly extends RewrapError {
  readonly code = 'wrapped-wrongly';
  readonly status = 502;
  constructor(key: KeyUrl, version: string) {
    super(
      `Expected ${key}/${version} to open what it has wrapped, but it opened to something else. Do not use this version.`,
    );
  }
}

/** Why the vault will never re-wrap this one: a wrong ciphertext or a refused version. Other faults may pass. */
const lastingReason = (error: unknown): string | undefined => {
  if (error instanceof RewrapError) return error.code;
  if (error instanceof ZodError) return 'its algorithm is not known';
  const isBad = error instanceof Error && 'statusCode' in error && error.statusCode === 400;
  return isBad ? 'the vault cannot read it' : undefined;
};

/** Wraps the data key with the new version, and shows that it opens to the same before anyone relies on it. */
const wrappedAnew = async (
  { wrapping, key, to }: Rewrap,
  version: string,
  wrapped: WrappedKey,
): Promise<Uint8Array> => {
  const { algorithm } = wrapped;
  const dataKey = await wrapping.unwrap({ key, version, algorithm, value: wrapped.value });
  try {
    const value = await wrapping.wrap({ key, version: to, algorithm, value: dataKey });
    const reopened = await wrapping.unwrap({ key, version: to, algorithm, value });
    const opens = same(dataKey, reopened);
    reopened.fill(0);
    if (!opens) throw new WrappedWrongly(key, to);
    return value;
  } finally {
    dataKey.fill(0);
  }
};

/** Re-wraps the data key of one blob, if this key has wrapped it with another version. All other metadata stays. */
export const rewrapBlob = async (rewrap: Rewrap, blob: StoredBlob): Promise<Fate> => {
  const wrapped = wrappedKeyIn(blob.metadata, rewrap.key);
  if (wrapped === 'garbled') return 'garbled';
  if (wrapped === 'foreign' || wrapped.version === rewrap.to) return 'untouched';
  if (blob.held) return blob.held;
  if (!wrapped.version) return 'naming no version';
  try {
    const value = await wrappedAnew(rewrap, wrapped.version, wrapped);
    const set = await rewrap.blobs.setMetadata(rewrap.container, blob, wrapped.rewritten(rewrap.to, value));
    return set === 'written' ? 'rewritten' : set;
  } catch (error) {
    const reason = error instanceof ContainerRefused ? undefined : lastingReason(error);
    if (reason) return `not re-wrapped (${reason})`;
    throw error;
  }
};
