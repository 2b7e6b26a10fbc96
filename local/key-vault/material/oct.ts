import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Cipher, Decipher } from 'node:crypto';
import { algorithmRefused, attempt, type Material, type MaterialSpec, type Sealed } from './material';

/** Ways to wrap a key with AES and their fixed start values. Source: RFC 3394, 2.2.3.1 and RFC 5649, 3. */
const wrapping = {
  plain: { cipher: 'wrap', iv: Buffer.from('a6a6a6a6a6a6a6a6', 'hex') },
  padded: { cipher: 'wrap-pad', iv: Buffer.from('a65959a6', 'hex') },
};

const macs: Record<string, string> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

/**
 * A symmetric key at work: AES in GCM, CBC and key-wrap modes, and HMAC. GCM picks its own nonce, CBC wants one from the
 * caller. Unverified: what a Managed HSM takes as the `value` of an HS signature; here it is any bytes.
 */
export function octMaterial(secret: Buffer, spec: MaterialSpec & { kind: 'oct' }): Material {
  const refused = (algorithm: string) => algorithmRefused(algorithm, spec);

  const mode = (algorithm: string) => {
    const name = /^A(?:128|192|256)(GCM|CBCPAD|CBC)$/.exec(algorithm)?.[1];
    if (!name || !algorithm.startsWith(`A${spec.size}`)) throw refused(algorithm);
    return name;
  };

  const wrappingOf = (algorithm: string) => {
    if (algorithm === 'CKM_AES_KEY_WRAP_PAD') return wrapping.padded;
    if (algorithm === 'CKM_AES_KEY_WRAP' || algorithm === `A${spec.size}KW`) return wrapping.plain;
    throw refused(algorithm);
  };

  const mac = (algorithm: string, value: Buffer) => {
    const hash = macs[algorithm];
    if (!hash) throw refused(algorithm);
    return createHmac(hash, secret).update(value).digest();
  };

  return {
    spec,
    publicJwk: {},
    secretJwk: () => ({ k: secret.toString('base64url') }),
    encrypt: (algorithm, input) =>
      mode(algorithm) === 'GCM'
        ? attempt(algorithm, () => sealGcm(secret, spec.size, input))
        : attempt(algorithm, () => ({ value: cbc(createCipheriv, algorithm, secret, input), iv: input.iv })),
    decrypt: (algorithm, input) =>
      mode(algorithm) === 'GCM'
        ? attempt(algorithm, () => openGcm(secret, spec.size, input))
        : attempt(algorithm, () => cbc(createDecipheriv, algorithm, secret, input)),
    wrap(algorithm, key) {
      const { cipher, iv } = wrappingOf(algorithm);
      return attempt(algorithm, () => run(createCipheriv(`id-aes${spec.size}-${cipher}`, secret, iv), key));
    },
    unwrap(algorithm, wrapped) {
      const { cipher, iv } = wrappingOf(algorithm);
      return attempt(algorithm, () => run(createDecipheriv(`id-aes${spec.size}-${cipher}`, secret, iv), wrapped));
    },
    sign: mac,
    verify(algorithm, value, signature) {
      const expected = mac(algorithm, value);
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    },
  };
}

const gcm = { 128: 'aes-128-gcm', 192: 'aes-192-gcm', 256: 'aes-256-gcm' } as const;

function sealGcm(secret: Buffer, size: keyof typeof gcm, { value, aad }: Sealed): Sealed {
  const iv = randomBytes(12);
  const cipher = createCipheriv(gcm[size], secret, iv);
  if (aad) cipher.setAAD(aad);
  return { value: run(cipher, value), iv, aad, tag: cipher.getAuthTag() };
}

function openGcm(secret: Buffer, size: keyof typeof gcm, { value, iv, aad, tag }: Sealed): Buffer {
  if (!iv || tag?.length !== 16) throw new Error('GCM needs the nonce and the whole tag');
  const decipher = createDecipheriv(gcm[size], secret, iv, { authTagLength: 16 });
  if (aad) decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  return run(decipher, value);
}

/** CBCPAD pads (PKCS #7); CBC wants whole blocks. */
function cbc(way: typeof createCipheriv | typeof createDecipheriv, algorithm: string, secret: Buffer, input: Sealed) {
  if (!input.iv) throw new Error('CBC needs a start value');
  const cipher = way(`aes-${secret.length * 8}-cbc`, secret, input.iv);
  cipher.setAutoPadding(algorithm.endsWith('PAD'));
  return run(cipher, input.value);
}

const run = (cipher: Cipher | Decipher, input: Buffer) => Buffer.concat([cipher.update(input), cipher.final()]);
