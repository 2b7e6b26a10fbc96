import { forbidden, type VaultRefusal } from './errors';
import type { Key, KeyVersion } from './key';

/** Operations on data, as `key_ops` calls them. */
export type DataOperation = 'encrypt' | 'decrypt' | 'wrapKey' | 'unwrapKey' | 'sign' | 'verify';

/** What must stay possible with a version outside its dates, so that what it protects is not lost. */
const undoing: readonly DataOperation[] = ['decrypt', 'unwrapKey', 'verify'];

/**
 * Why an operation on data is refused with this version now; `undefined`: it may be used. Source: Key Vault
 * includes/key-attributes. The service allows some minutes of leeway at nbf and exp; here there is none. Inner codes
 * unverified, and that a certificate's key stops for everything once expired is taken from certificates' documentation.
 */
export function whyUnusable(
  at: { key: Key; version: KeyVersion },
  operation: DataOperation,
  now: Date,
): VaultRefusal | undefined {
  const { enabled, notBefore, expiresOn, keyOps } = at.version;
  const refused = (because: string, inner: string) =>
    forbidden(`Operation ${operation} is not allowed on ${because}.`, inner);
  if (!enabled) return refused('a disabled key', 'KeyDisabled');
  if (!keyOps.includes(operation)) return refused('a key without it in key_ops', 'KeyOperationForbidden');
  if (undoing.includes(operation) && !at.key.managed) return undefined;
  if (notBefore && now < notBefore) return refused('a key that is not yet valid', 'KeyNotYetValid');
  if (expiresOn && now >= expiresOn) return refused('an expired key', 'KeyExpired');
  return undefined;
}
