import { RewrapError } from '../../errors';
import type { KeyUrl } from '../../keys/key-url';
import type { KeyWrapping } from '../../keys/key-wrapping';

/** What became of a write. `changed`: somebody else wrote since the listing, or it is gone. `held`: the store refuses, and why. */
export type Written = 'written' | 'changed' | { readonly held: string };

/** Which key's data keys are wrapped anew, and with which version of which key. */
export interface Rewrapping {
  readonly wrapping: KeyWrapping;
  readonly key: KeyUrl;
  readonly toKey: KeyUrl;
  readonly to: string;
}

/** A data key that another version has wrapped. `wrappedBy` is the key's URL with that version. */
export interface Rewrapped {
  readonly wrappedBy: string;
  readonly value: Uint8Array;
}

/** A data key as a listing shows it, wrapped by a key of a vault. */
export interface WrappedKey {
  /** Names it within its store, the same in every listing. */
  readonly id: string;
  /** URL of the key that wrapped it, with the version where the store knows it. */
  readonly wrappedBy: string;
  /** As Key Vault calls it, such as RSA-OAEP-256. */
  readonly algorithm: string;
  readonly value: Uint8Array;
  /** Why it cannot be written, though it can be read. */
  readonly held?: string;
  /** When Rewrap made the data key itself, as ISO 8601 text; absent where the application did. */
  readonly dataKeyMadeAt?: string;
  /** Replaces what was listed, if it is still the same there; never touches anything beside it. */
  write(anew: Rewrapped): Promise<Written>;
  /**
   * Makes a new data key, encrypts with it again what the old one has encrypted, and shows that it opens to the same. For stores
   * that hold the data as well.
   */
  reencrypt?(how: Rewrapping): Promise<Written>;
}

/** Something that ought to be a wrapped key, of which nobody can tell which key it needs. */
export interface Garbled {
  readonly id: string;
  readonly garbled: true;
}

/**
 * An older wrapping of a data key that is kept beside a newer one. It does not count as needing its version; it is dropped right
 * before that version is disabled.
 */
export interface Spare {
  readonly id: string;
  readonly wrappedBy: string;
  readonly spare: true;
  drop(): Promise<Written>;
}

export type Listed = WrappedKey | Garbled | Spare;

/** One page of a listing; `next` continues after it, also in another process and days later. */
export interface WrappedKeyPage {
  readonly keys: readonly Listed[];
  readonly next?: string;
}

/**
 * Where an application keeps data keys that keys of ours have wrapped: the whole contract of a store, explained in
 * docs/wrapped-key-stores.md. A refusal that no retry cures is a `StoreRefused`; any other error may pass.
 */
export interface WrappedKeyStore {
  /**
   * About `size` of what is there, in an order that writes do not change. What applications add meanwhile may be left out;
   * what was there all the time may not.
   */
  list(page: { readonly size: number; readonly from?: string }): Promise<WrappedKeyPage>;
}

/** The store is not there, or our identity may not read or write it. */
export class StoreRefused extends RewrapError {
  readonly code: string = 'store-refused';
  readonly status = 502;
}
