import type { KeyUrl } from './key-url';

/** Signing as formats of wrapped keys ask for it: RSASSA-PKCS1-v1_5 with SHA-256. */
export interface KeySigning {
  sign(by: { key: KeyUrl; version: string }, data: Uint8Array): Promise<Uint8Array>;
  /** Whether that version signed the data. Computed here with its public key: the vault's own opinion is not asked. */
  isSigned(by: { key: KeyUrl; version: string }, data: Uint8Array, signature: Uint8Array): Promise<boolean>;
}
