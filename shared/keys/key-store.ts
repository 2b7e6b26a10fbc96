import type { KeyUrl } from './key-url';
import type { KeyShape, KeyVersion, NativePolicy } from './key-version';

/** One page of keys; `next` continues after it. */
export interface KeyPage {
  readonly keys: readonly { readonly key: KeyUrl; readonly managed: boolean; readonly tags: Record<string, string> }[];
  readonly next?: string;
}

export type KeyPresence = 'present' | 'absent' | 'soft-deleted';

/** The two halves of "the new version does its job": `shown`, or `not-shown` with the reason. */
export interface VersionProof {
  readonly newVersionWorks: 'shown' | 'not-shown';
  readonly oldVersionStillOpens: 'shown' | 'not-shown';
  readonly because?: string;
}

/** Keys as Key Vault and Managed HSM hold them. Refusals that no retry can cure are `KeyAccessRefused` errors. */
export interface KeyStore {
  list(vault: string, from?: string): Promise<KeyPage>;
  presence(key: KeyUrl): Promise<KeyPresence>;
  /** Keys that were deleted and can be recovered. */
  recoverable(vault: string): Promise<readonly { key: KeyUrl; managed: boolean; purgesOn?: string }[]>;
  /** Every version, oldest first. Empty when the key is absent or soft-deleted. */
  versions(key: KeyUrl): Promise<readonly KeyVersion[]>;
  shape(key: KeyUrl, version: string): Promise<KeyShape>;
  nativePolicy(key: KeyUrl): Promise<NativePolicy>;
  /** Replaces the key's own rotation policy by one under which the vault rotates nothing. */
  setNativePolicy(key: KeyUrl, policy: Omit<NativePolicy, 'rotate'>): Promise<void>;
  /**
   * Creates a version like `model` in type, size, curve, operations, exportability and release policy, in one call that is not
   * retried. It is one of the same key, or of the key `as`, which need not be there yet.
   */
  createLike(
    model: KeyVersion,
    how: { tags: Record<string, string>; expiresOn?: string; as?: KeyUrl },
  ): Promise<KeyVersion>;
  /** Wraps and unwraps (or signs and verifies, encrypts and decrypts, by key_ops) with the new version, and shows that what the old one wrapped still opens. */
  prove(key: KeyUrl, versions: { from: string; to: string }): Promise<VersionProof>;
  /** The opaque backup blob of all versions. */
  backUp(key: KeyUrl): Promise<Uint8Array>;
  disable(key: KeyUrl, version: string): Promise<void>;
  /** Takes a disabling back. */
  enable(key: KeyUrl, version: string): Promise<void>;
}
