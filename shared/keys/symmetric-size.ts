import { randomBytes } from 'node:crypto';
import type { KeyUrl } from './key-url';
import { refusalIn } from './vault-answers';
import type { VaultClients } from './vault-clients';

export type SymmetricSize = 256 | 192 | 128;

const sizes: readonly SymmetricSize[] = [256, 192, 128];

/**
 * A vault does not tell the size of a symmetric key, but takes only the algorithms of that size: makes the call with each
 * size until one is not refused as a bad request. Unverified: that a Managed HSM answers 400 to the others.
 */
export async function withItsSize<T>(call: (size: SymmetricSize) => Promise<T>): Promise<T> {
  let refusal: unknown;
  for (const size of sizes) {
    try {
      return await call(size);
    } catch (error) {
      if (refusalIn(error)?.status !== 400) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** Bits of a symmetric version; `undefined` where it wraps nothing for us, being expired, disabled or not for wrapping. */
export async function symmetricSize(clients: VaultClients, key: KeyUrl, version: string) {
  try {
    return await withItsSize(async (size) => {
      await clients.cryptography(key, version).wrapKey(`A${size}KW`, randomBytes(32));
      return size;
    });
  } catch (error) {
    const status = refusalIn(error)?.status;
    if (status === 400 || status === 403) return undefined;
    throw error;
  }
}
