import { constants, createPublicKey, privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import { pssDecodes, pssEncode } from './pss';
import { algorithmRefused, attempt, type Material, type MaterialSpec } from './material';

const oaepHashes: Record<string, string> = { 'RSA-OAEP': 'sha1', 'RSA-OAEP-256': 'sha256' };

/** DER of DigestInfo up to the digest itself. Source: RFC 8017, 9.2 note 1. */
const digestInfo: Record<string, { prefix: string; bytes: number }> = {
  RS256: { prefix: '3031300d060960864801650304020105000420', bytes: 32 },
  RS384: { prefix: '3041300d060960864801650304020205000430', bytes: 48 },
  RS512: { prefix: '3051300d060960864801650304020305000440', bytes: 64 },
};

const pssHashes: Record<string, string> = { PS256: 'sha256', PS384: 'sha384', PS512: 'sha512' };

const RsaJwk = z.object({ n: z.string(), e: z.string() });

/** An RSA private key at work; `RSNULL` signs any value that fits, as PKCS #1 v1.5 without DigestInfo. */
export function rsaMaterial(privateKey: KeyObject, spec: MaterialSpec & { kind: 'RSA' }): Material {
  const publicKey = createPublicKey(privateKey);
  const bare = constants.RSA_NO_PADDING;
  const refused = (algorithm: string) => algorithmRefused(algorithm, spec);

  const paddingOf = (algorithm: string) => {
    const oaepHash = oaepHashes[algorithm];
    if (oaepHash) return { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash };
    if (algorithm === 'RSA1_5') return { padding: constants.RSA_PKCS1_PADDING };
    throw refused(algorithm);
  };

  const seal = (algorithm: string, plain: Buffer) => {
    const how = paddingOf(algorithm);
    return attempt(algorithm, () => publicEncrypt({ key: publicKey, ...how }, plain));
  };

  const open = (algorithm: string, sealed: Buffer) => {
    const how = paddingOf(algorithm);
    return attempt(algorithm, () =>
      how.padding === constants.RSA_PKCS1_PADDING
        ? withoutPadding(privateDecrypt({ key: privateKey, padding: bare }, sealed))
        : privateDecrypt({ key: privateKey, ...how }, sealed),
    );
  };

  const pkcs1 = (algorithm: string, digest: Buffer) => {
    if (algorithm === 'RSNULL') return digest;
    const info = digestInfo[algorithm];
    if (info?.bytes !== digest.length) throw refused(`${algorithm} over ${digest.length} bytes`);
    return Buffer.concat([Buffer.from(info.prefix, 'hex'), digest]);
  };

  return {
    spec,
    publicJwk: RsaJwk.parse(publicKey.export({ format: 'jwk' })),
    secretJwk: () => z.record(z.string(), z.string()).parse(privateKey.export({ format: 'jwk' })),
    encrypt: (algorithm, { value }) => ({ value: seal(algorithm, value) }),
    decrypt: (algorithm, { value }) => open(algorithm, value),
    wrap: seal,
    unwrap: open,
    sign(algorithm, digest) {
      const hash = pssHashes[algorithm];
      if (!hash) {
        const message = pkcs1(algorithm, digest);
        return attempt(algorithm, () =>
          privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, message),
        );
      }
      const message = attempt(algorithm, () => pssEncode({ hash, digest, bits: spec.size - 1 }));
      return privateEncrypt({ key: privateKey, padding: bare }, message);
    },
    verify(algorithm, digest, signature) {
      const hash = pssHashes[algorithm];
      const expected = hash ? digest : pkcs1(algorithm, digest);
      const padding = hash ? bare : constants.RSA_PKCS1_PADDING;
      try {
        const message = publicDecrypt({ key: publicKey, padding }, signature);
        return hash ? pssDecodes({ hash, digest, bits: spec.size - 1 }, message) : message.equals(expected);
      } catch {
        return false; // not a signature of this key at all
      }
    },
  };
}

/** PKCS #1 v1.5 by hand: Node.js 20 refuses it, since its timing tells of the text; that is no matter in an emulator. */
function withoutPadding(block: Buffer): Buffer {
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || end < 10) throw new Error('no PKCS #1 v1.5 padding');
  return block.subarray(end + 1);
}
