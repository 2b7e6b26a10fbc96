import { createPrivateKey, generateKeyPair, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { badParameter } from '../errors';
import { ecMaterial } from './ec';
import type { Curve, Jwk, Material, MaterialSpec } from './material';
import { octMaterial } from './oct';
import { rsaMaterial } from './rsa';

/** Makes new material. A test may pass its own that hands out keys made before, since RSA 4096 takes seconds. */
export type Generate = (spec: MaterialSpec) => Promise<Material>;

const generatePair = promisify(generateKeyPair);

/** node:crypto and JSON Web Keys call P-256K by another name. */
const standardName: Record<Curve, string> = {
  'P-256': 'P-256',
  'P-256K': 'secp256k1',
  'P-384': 'P-384',
  'P-521': 'P-521',
};

/** Fresh random material, made on a thread of its own: the server goes on answering meanwhile. */
export const generate: Generate = async (spec) => {
  if (spec.kind === 'oct') return octMaterial(randomBytes(spec.size / 8), spec);
  if (spec.kind === 'EC') {
    const { privateKey } = await generatePair('ec', { namedCurve: standardName[spec.curve] });
    return ecMaterial(privateKey, spec);
  }
  const { privateKey } = await generatePair('rsa', { modulusLength: spec.size });
  return rsaMaterial(privateKey, spec);
};

/** Material that exists already: imported, or out of a backup. A JWK that is none, or not private, is refused by a 400. */
export function materialFromJwk(kind: MaterialSpec['kind'], jwk: Jwk): Material {
  if (kind === 'oct') {
    const secret = Buffer.from(jwk.k ?? '', 'base64url');
    return octMaterial(secret, { kind, size: oneOf([128, 192, 256] as const, secret.length * 8, 'AES key size') });
  }
  if (kind === 'EC') {
    const curve = oneOf(['P-256', 'P-256K', 'P-384', 'P-521'] as const, jwk.crv, 'curve');
    return ecMaterial(privateKeyOf({ ...jwk, kty: kind, crv: standardName[curve] }), { kind, curve });
  }
  const privateKey = privateKeyOf({ ...jwk, kty: kind });
  const size = privateKey.asymmetricKeyDetails?.modulusLength;
  return rsaMaterial(privateKey, { kind, size: oneOf([2048, 3072, 4096] as const, size, 'RSA key size') });
}

function privateKeyOf(jwk: Jwk): KeyObject {
  try {
    return createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    throw badParameter(`Expected a whole private ${jwk.kty} key, found a JSON Web Key that is none.`);
  }
}

/** `found`, if it is one of `allowed`; else a 400 that names what `what` may be. */
export function oneOf<const T>(allowed: readonly T[], found: unknown, what: string): T {
  const match = allowed.find((one) => one === found);
  if (match === undefined) throw badParameter(`Expected ${what} ${allowed.join(', ')}, found ${String(found)}.`);
  return match;
}
