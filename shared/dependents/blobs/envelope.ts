import * as z from 'zod';
import { KeyUrl } from '../../keys/key-url';
import { textAt, withAt } from '../json-path';
import { regionsIn, type Regions } from './encrypted-regions';

/**
 * What Azure Storage client-side encryption keeps in the metadata `encryptiondata`, as JSON: the data key, wrapped. Version 2
 * wraps the protocol's number together with the data key; both are opaque here and stay as they are, so every version of the
 * protocol is re-wrapped alike. Source: `EncryptionData` in the Azure SDKs for .NET, Java and Python.
 */
const Envelope = z.object({
  WrappedContentKey: z.object({ KeyId: z.string(), EncryptedKey: z.base64(), Algorithm: z.string() }),
});

/** A data key in a blob's metadata, wrapped by a key of a vault. */
export interface WrappedInMetadata {
  /** The key and the version that wrapped it. */
  readonly wrappedBy: string;
  readonly algorithm: string;
  readonly value: Uint8Array;
  /** How the content is encrypted, where we know how to. */
  readonly regions: Regions | undefined;
  /** When we made the data key; absent where the application did. */
  readonly dataKeyMadeAt: string | undefined;
  /** The blob's whole metadata with the data key wrapped anew, and the time at which a new one was made. */
  readonly rewritten: (wrappedBy: string, value: Uint8Array, madeAt?: string) => Record<string, string>;
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const nameOfEntry = (metadata: Readonly<Record<string, string>>): string | undefined =>
  Object.keys(metadata).find((name) => name.toLowerCase() === 'encryptiondata');

/** Texts of whoever wraps, which readers pass over. Source: `KeyWrappingMetadata` in the SDKs for .NET and Java. */
const madeAtPath = 'KeyWrappingMetadata.RewrapDataKeyMadeAt';

/** The same JSON, in the same order: the SDK for Java relies on it. */
const replaced = (envelope: unknown, keyId: string, value: Uint8Array, madeAt?: string): Record<string, unknown> => {
  const named = withAt(envelope, 'WrappedContentKey.KeyId', keyId);
  const wrapped = withAt(named, 'WrappedContentKey.EncryptedKey', Buffer.from(value).toString('base64'));
  return madeAt === undefined ? wrapped : withAt(wrapped, madeAtPath, madeAt);
};

interface Entry {
  readonly name: string;
  readonly envelope: unknown;
  readonly wrapped: z.infer<typeof Envelope>['WrappedContentKey'];
}

const entryIn = (metadata: Readonly<Record<string, string>>): Entry | 'none' | 'garbled' => {
  const name = nameOfEntry(metadata);
  if (!name) return 'none';
  const envelope = json(metadata[name] ?? '');
  const read = Envelope.safeParse(envelope).data;
  return read ? { name, envelope, wrapped: read.WrappedContentKey } : 'garbled';
};

/** The data key in the metadata; `none` where there is none or something else than a key of a vault wrapped it. */
export const wrappedIn = (metadata: Readonly<Record<string, string>>): WrappedInMetadata | 'none' | 'garbled' => {
  const entry = entryIn(metadata);
  if (typeof entry === 'string') return entry;
  const { KeyId, EncryptedKey, Algorithm } = entry.wrapped;
  if (!KeyUrl.safeParse(KeyId).success) return 'none';
  return {
    wrappedBy: KeyId,
    algorithm: Algorithm,
    value: Buffer.from(EncryptedKey, 'base64'),
    regions: regionsIn(entry.envelope),
    dataKeyMadeAt: textAt(entry.envelope, madeAtPath),
    rewritten: (wrappedBy, value, madeAt) => ({
      ...metadata,
      [entry.name]: JSON.stringify(replaced(entry.envelope, wrappedBy, value, madeAt)),
    }),
  };
};
