import { constants, createPublicKey, type KeyObject, publicEncrypt, verify } from 'node:crypto';
import type { KeyVaultKey, SignatureAlgorithm } from '@azure/keyvault-keys';

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64url');

const publicKeyOf = ({ key }: KeyVaultKey): KeyObject => {
  const jwk = key?.n
    ? { kty: 'RSA', n: text(key.n), e: text(key.e) }
    : { kty: 'EC', crv: key?.crv === 'P-256K' ? 'secp256k1' : (key?.crv ?? ''), x: text(key?.x), y: text(key?.y) };
  return createPublicKey({ key: jwk, format: 'jwk' });
};

/** Seals a sample for an RSA version as RSA-OAEP-256 does: the vault itself refuses that to an expired version. */
export const sealFor = (bundle: KeyVaultKey, sample: Uint8Array): Uint8Array =>
  publicEncrypt({ key: publicKeyOf(bundle), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, sample);

interface Signing {
  readonly algorithm: SignatureAlgorithm;
  readonly hash: 'sha256' | 'sha384' | 'sha512';
}

const byCurve: Record<string, Signing> = {
  'P-256': { algorithm: 'ES256', hash: 'sha256' },
  'P-256K': { algorithm: 'ES256K', hash: 'sha256' },
  'P-384': { algorithm: 'ES384', hash: 'sha384' },
  'P-521': { algorithm: 'ES512', hash: 'sha512' },
};

/** How an asymmetric version signs; `undefined` for a symmetric one. */
export const signingOf = ({ key }: KeyVaultKey): Signing | undefined =>
  key?.n ? { algorithm: 'PS256', hash: 'sha256' } : byCurve[key?.crv ?? ''];

/**
 * Whether the version signed the data. Computed here: the client would check PS256 as if it were RS256, and a second
 * opinion is worth more than the vault's own.
 */
export const isSignedBy = (
  bundle: KeyVaultKey,
  hash: Signing['hash'],
  data: Uint8Array,
  signature: Uint8Array,
): boolean =>
  verify(
    hash,
    data,
    {
      key: publicKeyOf(bundle),
      dsaEncoding: 'ieee-p1363',
      ...(bundle.key?.n && {
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      }),
    },
    signature,
  );

/** Whether an RSA version signed the data with RSASSA-PKCS1-v1_5 and SHA-256; a key of another type never does. */
export const isSignedAsPkcs1 = (bundle: KeyVaultKey, data: Uint8Array, signature: Uint8Array): boolean =>
  bundle.key?.n !== undefined &&
  verify('sha256', data, { key: publicKeyOf(bundle), padding: constants.RSA_PKCS1_PADDING }, signature);
