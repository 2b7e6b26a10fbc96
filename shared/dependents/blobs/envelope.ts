import * as z from 'zod';
import { KeyUrl, versionIn } from '../../keys/key-url';
import { withAt } from '../json-path';
import { speaksOf } from '../reference';

/**
 * What Azure Storage client-side encryption keeps in the metadata `encryptiondata`, as JSON: the data key, wrapped. Version 2
 * wraps the protocol's number together with the data key; both are opaque here and stay as they are, so every version of the
 * protocol is re-wrapped alike. Source: `EncryptionData` in the Azure SDKs for .NET, Java and Python.
 */
const Envelope = z.object({
  WrappedContentKey: z.object({ KeyId: z.string(), EncryptedKey: z.base64(), Algorithm: z.string() }),
});

/** A data key in a blob's metadata, wrapped by a key of a vault. */
export interface WrappedKey {
  /** The version that wrapped it; absent where its id names none, so that nobody can tell. */
  readonly version?: string;
  readonly algorithm: string;
  readonly value: Uint8Array;
  /** The blob's whole metadata with the data key wrapped anew by another version. */
  readonly rewritten: (version: string, value: Uint8Array) => Record<string, string>;
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

const versioned = (keyId: string, version: string): string =>
  `${keyId.replace(/(\/keys\/[^/]+).*$/i, '$1')}/${version}`;

/** The same JSON, in the same order: the SDK for Java relies on it. */
const replaced = (envelope: unknown, keyId: string, value: Uint8Array): Record<string, unknown> => {
  const named = withAt(envelope, 'WrappedContentKey.KeyId', keyId);
  return withAt(named, 'WrappedContentKey.EncryptedKey', Buffer.from(value).toString('base64'));
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

/** The key that has wrapped the data key, and with which version; `none` where no key of a vault did. */
export const wrapperIn = (
  metadata: Readonly<Record<string, string>>,
): { readonly key: KeyUrl; readonly version: string | undefined } | 'none' | 'garbled' => {
  const entry = entryIn(metadata);
  if (typeof entry === 'string') return entry;
  const { KeyId } = entry.wrapped;
  const key = KeyUrl.safeParse(KeyId).data;
  return key ? { key, version: versionIn(KeyId) } : 'none';
};

/** The data key that this key has wrapped; `foreign` where there is none or another key did; `garbled` where nobody can tell. */
export const wrappedKeyIn = (
  metadata: Readonly<Record<string, string>>,
  key: KeyUrl,
): WrappedKey | 'foreign' | 'garbled' => {
  const entry = entryIn(metadata);
  if (typeof entry === 'string') return entry === 'none' ? 'foreign' : entry;
  const { KeyId, EncryptedKey, Algorithm } = entry.wrapped;
  if (!speaksOf(KeyId, key)) return 'foreign';
  const version = versionIn(KeyId);
  return {
    ...(version && { version }),
    algorithm: Algorithm,
    value: Buffer.from(EncryptedKey, 'base64'),
    rewritten: (to, value) => ({
      ...metadata,
      [entry.name]: JSON.stringify(replaced(entry.envelope, versioned(KeyId, to), value)),
    }),
  };
};
