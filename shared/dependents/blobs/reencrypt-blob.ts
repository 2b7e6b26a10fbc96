import { createHash, timingSafeEqual } from 'node:crypto';
import { RewrapError } from '../../errors';
import { versionIn } from '../../keys/key-url';
import { pointedAt, wrapProven } from '../wrapped-keys/rewrap-key';
import type { Rewrapping, Written } from '../wrapped-keys/wrapped-key-store';
import type { StoredBlob } from './blob-containers';
import { BlobChanged, type BlobContent, type BlobContents } from './blob-contents';
import { keyWithin, newDataKey, opened, sealed, type Regions } from './encrypted-regions';
import type { WrappedInMetadata } from './envelope';

/** Read and written at a time; a whole region at least. */
const leastPart = 8 * 1024 * 1024;
/** Held in memory several times over. */
const longestRegion = 64 * 1024 * 1024;
/** What one activity can read, write and read again in its time. */
const longestBlob = 4 * 1024 * 1024 * 1024;

/** What was encrypted again does not open to what it was: the blob needs a person. */
class EncryptedWrongly extends RewrapError {
  readonly code = 'encrypted-wrongly';
  readonly status = 502;
  constructor(name: string) {
    super(`Expected ${name} to open to what it was after it was encrypted again, but it does not. Restore it.`);
  }
}

/** Calls `each` with every region of the content, read in parts of whole regions. */
const eachPart = async (
  content: BlobContent,
  { length }: Regions,
  each: (regions: readonly Buffer[]) => Promise<void>,
) => {
  const part = length * Math.max(1, Math.ceil(leastPart / length));
  for (let offset = 0; offset < content.length; offset += part) {
    const bytes = await content.read(offset, Math.min(part, content.length - offset));
    const regions = Array.from({ length: Math.ceil(bytes.length / length) }, (_, n) =>
      bytes.subarray(n * length, (n + 1) * length),
    );
    await each(regions);
  }
};

/** A hash of the plain text. */
const hashOf = async (content: BlobContent, regions: Regions, key: Uint8Array): Promise<Buffer> => {
  const hash = createHash('sha256');
  await eachPart(content, regions, async (sealedRegions) => {
    for (const region of sealedRegions) {
      const plain = opened(region, key);
      hash.update(plain);
      plain.fill(0);
    }
  });
  return hash.digest();
};

interface Keys {
  readonly old: Uint8Array;
  readonly new: Uint8Array;
}

/** Stages the whole content anew. Answers how many parts it has, and a hash of the plain text. */
const stageAnew = async (content: BlobContent, regions: Regions, keys: Keys) => {
  const hash = createHash('sha256');
  let parts = 0;
  await eachPart(content, regions, async (sealedRegions) => {
    const anew = sealedRegions.map((region) => {
      const plain = opened(region, keys.old);
      hash.update(plain);
      const again = sealed(plain, keys.new);
      plain.fill(0);
      return again;
    });
    await content.stage(parts, Buffer.concat(anew));
    parts += 1;
  });
  return { parts, hash: hash.digest() };
};

interface Reencryption {
  readonly contents: BlobContents;
  readonly container: string;
  readonly blob: StoredBlob;
  readonly wrapped: WrappedInMetadata;
  readonly now: () => Date;
}

/** Encrypts the content with a new data key, which the new version has wrapped, and reads it back. */
const withKeys = async (
  how: Reencryption,
  rewrapping: Rewrapping,
  regions: Regions,
  keys: Keys & { wrapped: Uint8Array },
) => {
  const { contents, container, blob, wrapped, now } = how;
  const content = await contents.open(container, blob);
  if ('held' in content) return content;
  if (content.length > longestBlob) return { held: 'too large to be encrypted again in one call' };
  const { parts, hash } = await stageAnew(content, regions, keys);
  const wrappedBy = pointedAt(wrapped.wrappedBy, rewrapping);
  await content.commit(parts, wrapped.rewritten(wrappedBy, keys.wrapped, now().toISOString()));
  const written = await contents.openNow(container, blob.name);
  if ('held' in written) return written;
  if (!timingSafeEqual(hash, await hashOf(written, regions, keys.new))) throw new EncryptedWrongly(blob.name);
  return 'written' as const;
};

/** Why the content cannot be encrypted again here. */
const unfit = (regions: Regions | undefined): string | undefined => {
  if (!regions) return 'encrypted by another protocol, which only its application can replace';
  return regions.length > longestRegion ? 'in regions too large to be encrypted again' : undefined;
};

/**
 * Gives a blob a new data key and encrypts its content with it, region by region, in bounded memory. Nothing changes before the
 * last write, which is conditional. Old and new data key are zeroed.
 */
export const reencryptBlob = async (how: Reencryption, rewrapping: Rewrapping): Promise<Written> => {
  const { regions, wrappedBy, algorithm, value } = how.wrapped;
  const held = unfit(regions);
  if (held || !regions) return { held: held ?? 'unfit' };
  const { wrapping, key } = rewrapping;
  const version = versionIn(wrappedBy) ?? '';
  const oldKey = await wrapping.unwrap({ key, version, algorithm, value });
  const fresh = newDataKey(regions.protocol);
  try {
    const old = keyWithin(regions.protocol, oldKey);
    const anew = keyWithin(regions.protocol, fresh);
    if (!old || !anew) return { held: 'bearing a data key of another protocol than it says' };
    const wrapped = await wrapProven(rewrapping, algorithm, fresh);
    return await withKeys(how, rewrapping, regions, { old, new: anew, wrapped });
  } catch (error) {
    if (error instanceof BlobChanged) return 'changed';
    throw error;
  } finally {
    oldKey.fill(0);
    fresh.fill(0);
  }
};
