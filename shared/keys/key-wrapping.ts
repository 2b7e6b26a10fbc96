import type { KeyUrl } from './key-url';

/** Key wrapping as application data uses it. Data keys pass through the memory of one call, are never logged, and are zeroed. */
export interface KeyWrapping {
  /** Opens a data key with one version, also with an expired one. The caller zeroes what it gets. */
  unwrap(wrapped: { key: KeyUrl; version: string; algorithm: string; value: Uint8Array }): Promise<Uint8Array>;
  /** Wraps a data key with one version. */
  wrap(open: { key: KeyUrl; version: string; algorithm: string; value: Uint8Array }): Promise<Uint8Array>;
}
