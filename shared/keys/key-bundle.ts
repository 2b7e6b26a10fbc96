import type { KeyProperties, KeyVaultKey } from '@azure/keyvault-keys';
import type { KeyUrl } from './key-url';
import { KeyShape, KeyVersion } from './key-version';

/** A version as a listing or a bundle shows it. */
export const versionFrom = (key: KeyUrl, properties: KeyProperties): KeyVersion =>
  KeyVersion.parse({
    key,
    version: properties.version,
    enabled: properties.enabled ?? true,
    createdOn: properties.createdOn?.toISOString(),
    notBefore: properties.notBefore?.toISOString(),
    expiresOn: properties.expiresOn?.toISOString(),
    tags: properties.tags ?? {},
    managed: properties.managed ?? false,
    recoveryLevel: properties.recoveryLevel,
  });

/** Bits of an RSA modulus; it may begin with a zero byte. */
const bitsOf = (modulus: Uint8Array): number => (modulus.length - (modulus[0] === 0 ? 1 : 0)) * 8;

/** What a bundle tells of the shape. It holds no size for symmetric keys. */
export const shapeFrom = ({ key, keyType, keyOperations = [], properties }: KeyVaultKey): KeyShape =>
  KeyShape.parse({
    kty: keyType,
    size: key?.n && bitsOf(key.n),
    curve: key?.crv,
    keyOps: keyOperations,
    exportable: properties.exportable ?? false,
    hasReleasePolicy: properties.releasePolicy !== undefined,
  });
