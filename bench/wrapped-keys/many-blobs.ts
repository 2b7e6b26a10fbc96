import { createHash } from 'node:crypto';
import type { BlobContainers, StoredBlob } from '../../shared/dependents/blobs/blob-containers';

/** Opens a wrapped data key with a version of the key. */
export type Open = (version: string, value: Buffer) => Promise<Uint8Array>;

/** What a look at every data key has found. */
export interface Findings {
  readonly lost: number;
  readonly wrong: number;
  readonly writtenTwice: number;
}

const container = 'https://store.blob.core.windows.net/many';

/** The data key of a blob: bytes that follow from its number, so that a million of them need not be kept. */
const dataKeyOf = (index: number): Buffer =>
  Buffer.concat([Buffer.from('2.0\0\0\0\0\0'), createHash('sha256').update(String(index)).digest()]);

const nameOf = (index: number): string => `b${String(index).padStart(8, '0')}`;

interface Envelope {
  readonly WrappedContentKey: { readonly KeyId: string; readonly EncryptedKey: string; readonly Algorithm: string };
}

/** A container of blobs whose wrapped data keys lie in one buffer each, outside of the heap, with a count of writes. */
export const manyBlobs = ({
  key,
  algorithm,
  count,
  bytes,
}: {
  key: string;
  algorithm: string;
  count: number;
  bytes: number;
}) => {
  const values = Buffer.alloc(count * bytes);
  const versionOf = new Uint8Array(count);
  const writes = new Uint8Array(count);
  const versions: string[] = [];
  const totals = { writes: 0 };

  const numberOf = (version: string): number => {
    if (!versions.includes(version)) versions.push(version);
    return versions.indexOf(version);
  };
  const valueAt = (index: number): Buffer => values.subarray(index * bytes, (index + 1) * bytes);
  const put = (index: number, version: string, value: Uint8Array): void => {
    valueAt(index).set(value);
    versionOf[index] = numberOf(version);
  };

  const blobAt = (index: number): StoredBlob => {
    const envelope: Envelope & Record<string, unknown> = {
      EncryptionMode: 'FullBlob',
      WrappedContentKey: {
        KeyId: `${key}/${versions[versionOf[index] ?? 0]}`,
        EncryptedKey: valueAt(index).toString('base64'),
        Algorithm: algorithm,
      },
      EncryptionAgent: { Protocol: '2.0', EncryptionAlgorithm: 'AES_GCM_256' },
      EncryptedRegionInfo: { DataLength: 4_194_304, NonceLength: 12 },
    };
    return { name: nameOf(index), etag: String(writes[index]), metadata: { encryptiondata: JSON.stringify(envelope) } };
  };

  /** Applies a write on the condition of its entity tag, as the service does. */
  const write = ({ name, etag }: StoredBlob, metadata: Record<string, string>): 'written' | 'changed' => {
    const index = Number(name.slice(1));
    if (String(writes[index]) !== etag) return 'changed';
    const envelope: Envelope = JSON.parse(metadata['encryptiondata'] ?? '');
    const { KeyId, EncryptedKey } = envelope.WrappedContentKey;
    put(index, KeyId.slice(-32), Buffer.from(EncryptedKey, 'base64'));
    writes[index] = (writes[index] ?? 0) + 1;
    totals.writes += 1;
    return 'written';
  };

  return {
    container,
    totals,
    dataKeyOf,
    put,
    /** The container as one process sees it. After its death nothing that it asks for is answered, though it may be done. */
    seenBy: (process: { readonly isDead: () => boolean }): BlobContainers => {
      const answer = <T>(value: T): Promise<T> =>
        process.isDead() ? new Promise<never>(() => undefined) : Promise.resolve(value);
      return {
        list(_, { size, from = '0' }) {
          const start = Number(from);
          const end = Math.min(start + size, count);
          const blobs = Array.from({ length: end - start }, (_each, n) => blobAt(start + n));
          return answer({ blobs, ...(end < count && { next: String(end) }) });
        },
        setMetadata: (_, blob, metadata) => answer(write(blob, metadata)),
      };
    },
    /** Opens every data key with the version that its blob names, which must be `to`. */
    async findings(to: string, open: Open): Promise<Findings> {
      const found = { lost: 0, wrong: 0, writtenTwice: 0 };
      for (let index = 0; index < count; index += 1) {
        if (versions[versionOf[index] ?? 0] !== to) found.wrong += 1;
        if ((writes[index] ?? 0) > 1) found.writtenTwice += 1;
        const opened = await open(to, valueAt(index)).catch(() => undefined);
        if (!opened || !dataKeyOf(index).equals(opened)) found.lost += 1;
      }
      return found;
    },
  };
};
export type ManyBlobs = ReturnType<typeof manyBlobs>;
