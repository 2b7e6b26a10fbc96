import { createHash, randomBytes } from 'node:crypto';

/** node:crypto can only sign what it has hashed itself; the service signs a digest. Source: RFC 8017, 9.1. */
interface PssInput {
  hash: string;
  digest: Buffer;
  /** Length of the encoded message in bits: the modulus' less one. */
  bits: number;
}

/** Encodes a digest with a salt as long as the digest. Throws when the digest is not one of `hash`. */
export function pssEncode({ hash, digest, bits }: PssInput, salt = randomBytes(digest.length)): Buffer {
  const length = Math.ceil(bits / 8);
  if (digest.length !== digestLength(hash))
    throw new Error(`${hash} digests have another length than ${digest.length}`);
  const seal = sealOf(hash, digest, salt);
  const block = Buffer.alloc(length - seal.length - 1);
  block[block.length - salt.length - 1] = 1;
  salt.copy(block, block.length - salt.length);
  const masked = xor(block, mask(hash, seal, block.length));
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * length - bits));
  return Buffer.concat([masked, seal, Buffer.of(0xbc)]);
}

/** Whether `message` encodes the digest. */
export function pssDecodes(input: PssInput, message: Buffer): boolean {
  const { hash, digest, bits } = input;
  const size = digestLength(hash);
  const masked = message.subarray(0, message.length - size - 1);
  const seal = message.subarray(masked.length, masked.length + size);
  const block = xor(masked, mask(hash, seal, masked.length));
  block[0] = (block[0] ?? 0) & (0xff >> (8 * message.length - bits));
  const salt = block.subarray(block.length - size);
  return digest.length === size && pssEncode(input, salt).equals(message);
}

const sealOf = (hash: string, digest: Buffer, salt: Buffer) =>
  createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest();

const digestLength = (hash: string) => createHash(hash).digest().length;

const xor = (left: Buffer, right: Buffer) => Buffer.from(left.map((byte, at) => byte ^ (right[at] ?? 0)));

/** MGF1. */
function mask(hash: string, seed: Buffer, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / digestLength(hash)) }, (_, count) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(count);
    return createHash(hash).update(seed).update(counter).digest();
  });
  return Buffer.concat(blocks).subarray(0, length);
}
