import { createECDH } from 'node:crypto';
import type { Curve } from './material';

/**
 * ECDSA over a digest that is given. node:crypto signs only what it has hashed itself, so the arithmetic above its
 * curves is done here; it is not constant in time, which an emulator may be. Source: SEC 1, 4.1.
 */
interface Field {
  name: string;
  p: bigint;
  a: bigint;
  n: bigint;
  bytes: number;
}

interface Point {
  x: bigint;
  y: bigint;
}

const nist = (name: string, p: bigint, n: bigint): Field => ({
  name,
  p,
  a: p - 3n,
  n,
  bytes: (p.toString(16).length + 1) >> 1,
});

const fields: Record<Curve, Field> = {
  'P-256': nist(
    'prime256v1',
    2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ),
  'P-256K': {
    ...nist(
      'secp256k1',
      2n ** 256n - 2n ** 32n - 977n,
      0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    ),
    a: 0n,
  },
  'P-384': nist(
    'secp384r1',
    2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  ),
  'P-521': nist(
    'secp521r1',
    2n ** 521n - 1n,
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  ),
};

/** r and s side by side, each as long as the curve's field, as the service gives them. */
export function signDigest(curve: Curve, secret: Buffer, digest: Buffer): Buffer {
  const { name, n, bytes } = fields[curve];
  const once = createECDH(name);
  once.generateKeys();
  const r = point(once.getPublicKey()).x % n;
  const s = mod(inverse(number(once.getPrivateKey()), n) * (number(digest) + r * number(secret)), n);
  return Buffer.concat([fixed(r, bytes), fixed(s, bytes)]);
}

export function verifyDigest(
  curve: Curve,
  at: { x: Buffer; y: Buffer },
  input: { digest: Buffer; signature: Buffer },
): boolean {
  const field = fields[curve];
  const { n, bytes } = field;
  if (input.signature.length !== 2 * bytes) return false;
  const r = number(input.signature.subarray(0, bytes));
  const s = number(input.signature.subarray(bytes));
  if (r < 1n || r >= n || s < 1n || s >= n) return false;
  const w = inverse(s, n);
  const left = times(field, mod(number(input.digest) * w, n), generator(field));
  const right = times(field, mod(r * w, n), { x: number(at.x), y: number(at.y) });
  const sum = add(field, left, right);
  return sum !== undefined && sum.x % n === r;
}

function generator({ name, bytes }: Field): Point {
  const one = createECDH(name);
  one.setPrivateKey(fixed(1n, bytes));
  return point(one.getPublicKey());
}

/** Double and add; `undefined` is the point at infinity. */
function times(field: Field, factor: bigint, of: Point): Point | undefined {
  let sum: Point | undefined;
  let power: Point | undefined = of;
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = add(field, sum, power);
    power = add(field, power, power);
  }
  return sum;
}

function add({ p, a }: Field, left: Point | undefined, right: Point | undefined): Point | undefined {
  if (!left || !right) return left ?? right;
  if (left.x === right.x && mod(left.y + right.y, p) === 0n) return undefined;
  const slope =
    left.x === right.x
      ? (3n * left.x * left.x + a) * inverse(2n * left.y, p)
      : (right.y - left.y) * inverse(right.x - left.x, p);
  const x = mod(slope * slope - left.x - right.x, p);
  return { x, y: mod(slope * (left.x - x) - left.y, p) };
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, next, factor, following] = [mod(value, modulus), modulus, 1n, 0n];
  while (next !== 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, following] = [following, factor - quotient * following];
  }
  return mod(factor, modulus);
}

const mod = (value: bigint, modulus: bigint) => ((value % modulus) + modulus) % modulus;

const number = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex') || '0'}`);

const fixed = (value: bigint, bytes: number) => Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex');

/** Of the uncompressed form: 04, x, y. */
function point(encoded: Buffer): Point {
  const half = (encoded.length - 1) / 2;
  return { x: number(encoded.subarray(1, 1 + half)), y: number(encoded.subarray(1 + half)) };
}
