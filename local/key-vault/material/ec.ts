import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import { signDigest, verifyDigest } from './ecdsa';
import { algorithmRefused, cannot, type Curve, type Material, type MaterialSpec } from './material';

/** The one algorithm of each curve and the length of its digest in bytes. */
const algorithms: Record<Curve, { name: string; bytes: number }> = {
  'P-256': { name: 'ES256', bytes: 32 },
  'P-256K': { name: 'ES256K', bytes: 32 },
  'P-384': { name: 'ES384', bytes: 48 },
  'P-521': { name: 'ES512', bytes: 64 },
};

const EcJwk = z.object({ x: z.string(), y: z.string(), d: z.string() });

/** An elliptic-curve private key at work: it signs and verifies, nothing else. */
export function ecMaterial(privateKey: KeyObject, spec: MaterialSpec & { kind: 'EC' }): Material {
  const { x, y, d } = EcJwk.parse(privateKey.export({ format: 'jwk' }));
  const at = { x: Buffer.from(x, 'base64url'), y: Buffer.from(y, 'base64url') };
  const mustFit = (algorithm: string, digest: Buffer) => {
    const own = algorithms[spec.curve];
    if (algorithm !== own.name || digest.length !== own.bytes) {
      throw algorithmRefused(`${algorithm} over ${digest.length} bytes`, spec);
    }
  };
  return {
    ...cannot(spec),
    spec,
    publicJwk: { crv: spec.curve, x, y },
    secretJwk: () => ({ crv: spec.curve, x, y, d }),
    sign(algorithm, digest) {
      mustFit(algorithm, digest);
      return signDigest(spec.curve, Buffer.from(d, 'base64url'), digest);
    },
    verify(algorithm, digest, signature) {
      mustFit(algorithm, digest);
      return verifyDigest(spec.curve, at, { digest, signature });
    },
  };
}
