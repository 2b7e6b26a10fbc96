import type { BlobContainers, Held, StoredBlob } from '../../../../shared/dependents/blobs/blob-containers';
import { KeyUrl } from '../../../../shared/keys/key-url';
import type { Outside } from '../../../../shared/dependents/wrapped-keys/store-kind';
import type { Census } from '../../../../shared/dependents/wrapped-keys/census';
import type { CensusShelf } from '../../../../shared/dependents/wrapped-keys/census-shelf';
import type { KeyWrapping } from '../../../../shared/keys/key-wrapping';
import { Policy } from '../../../../shared/policy/policy';

export const v1 = '1'.repeat(32);
export const v2 = '2'.repeat(32);
export const key = KeyUrl.parse('https://payments.vault.azure.net/keys/ledger');
export const container = 'https://store.blob.core.windows.net/letters';

export const aPolicy = (canary = false, where = container): Policy =>
  Policy.parse({
    scope: { subscriptions: [], vaults: ['https://payments.vault.azure.net'] },
    applicationData: [{ container: where, canary }],
    classes: [{ name: 'all', cryptoperiod: 'P90D' }],
  });

const unused = () => Promise.reject(new Error('Expected this store not to be used.'));

/** For tests that use blobs alone. */
export const blobsAlone = {
  contents: { open: unused, openNow: unused },
  tables: { list: unused, merge: unused },
  sqlAt: () => ({ ask: unused }),
  signing: { sign: unused, isSigned: unused },
} satisfies Partial<Outside>;

/** A shelf in memory. */
export const aShelf = (): CensusShelf & { kept: Map<string, Census> } => {
  const kept = new Map<string, Census>();
  return {
    kept,
    get: (id) => Promise.resolve(kept.get(id)),
    put: (id, census) => Promise.resolve(void kept.set(id, census)),
  };
};

/** Wraps by writing the version in front: enough to see who wrapped what. Remembers every open key that it handed out. */
export const aVault = () => {
  const opened: Uint8Array[] = [];
  const wrapping: KeyWrapping = {
    wrap: ({ version, value }) => Promise.resolve(Buffer.concat([Buffer.from(version), value])),
    unwrap: ({ version, value }) => {
      const text = Buffer.from(value).subarray(0, 32).toString();
      if (text !== version) return Promise.reject(Object.assign(new Error('bad parameter'), { statusCode: 400 }));
      const open = Buffer.from(value).subarray(32);
      const copy = Uint8Array.from(open);
      opened.push(copy);
      return Promise.resolve(copy);
    },
  };
  return { wrapping, opened };
};

export const dataKey = Buffer.from('2.0\0\0\0\0\0a data key of thirty-two bytes!!');

/** Metadata as the Azure SDK for .NET writes it with protocol 2.0. */
export const encrypted = (version: string | undefined, of: string = key): Record<string, string> => ({
  owner: 'billing',
  encryptiondata: JSON.stringify({
    EncryptionMode: 'FullBlob',
    WrappedContentKey: {
      KeyId: version ? `${of}/${version}` : of,
      EncryptedKey: Buffer.concat([Buffer.from(version ?? ''), dataKey]).toString('base64'),
      Algorithm: 'RSA-OAEP-256',
    },
    EncryptionAgent: { Protocol: '2.0', EncryptionAlgorithm: 'AES_GCM_256' },
    EncryptedRegionInfo: { DataLength: 4_194_304, NonceLength: 12 },
    KeyWrappingMetadata: { EncryptionLibrary: '.NET 12.18.0' },
  }),
});

export type Kept = Omit<StoredBlob, 'etag'>;

/** A container in memory, with entity tags. */
export const aContainer = (...kept: Kept[]) => {
  const blobs: StoredBlob[] = kept.map((blob) => ({ etag: '1', ...blob }));
  const writes: { name: string; metadata: Record<string, string> }[] = [];
  /** Runs before the next write, as another writer would. */
  const meanwhile: (() => void)[] = [];
  const refuses = new Map<string, Held>();

  const change = (name: string, metadata: Readonly<Record<string, string>>) => {
    const at = blobs.findIndex((blob) => blob.name === name && !blob.held);
    const before = blobs[at];
    if (before) blobs[at] = { ...before, metadata, etag: String(Number(before.etag) + 1) };
  };

  const store: BlobContainers = {
    list: (_, { size, from = '0' }) => {
      const end = Number(from) + size;
      const next = end < blobs.length ? { next: String(end) } : {};
      return Promise.resolve({ blobs: blobs.slice(Number(from), end), ...next });
    },
    setMetadata: (_, { name, etag }, metadata) => {
      meanwhile.shift()?.();
      const refused = refuses.get(name);
      if (refused) return Promise.resolve(refused);
      if (blobs.find((blob) => blob.name === name && !blob.held)?.etag !== etag) return Promise.resolve('changed');
      change(name, metadata);
      writes.push({ name, metadata });
      return Promise.resolve('written');
    },
  };
  return { store, blobs, writes, meanwhile, refuses, change };
};
