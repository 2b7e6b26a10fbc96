import { badParameter } from '../errors';

/** What a key is made of, apart from where it lies (software or HSM). Sizes in bits. */
export type MaterialSpec =
  { kind: 'RSA'; size: 2048 | 3072 | 4096 } | { kind: 'EC'; curve: Curve } | { kind: 'oct'; size: 128 | 192 | 256 };

export type Curve = 'P-256' | 'P-256K' | 'P-384' | 'P-521';

/** A text, plain or ciphered, with what an algorithm may need or give besides. */
export interface Sealed {
  value: Buffer;
  iv?: Buffer | undefined;
  aad?: Buffer | undefined;
  tag?: Buffer | undefined;
}

/** Members of a JSON Web Key, base64url where binary. */
export type Jwk = Record<string, string>;

/**
 * One version's key material and all that can be done with it. `sign` and `verify` take a digest, as the service does.
 * Every function refuses an algorithm that does not go with the key by a 400.
 */
export interface Material {
  readonly spec: MaterialSpec;
  /** What a vault shows of the key; empty for symmetric ones. */
  readonly publicJwk: Jwk;
  /** All of it; only for backups. */
  secretJwk(): Jwk;
  encrypt(algorithm: string, input: Sealed): Sealed;
  decrypt(algorithm: string, input: Sealed): Buffer;
  wrap(algorithm: string, key: Buffer): Buffer;
  unwrap(algorithm: string, wrapped: Buffer): Buffer;
  sign(algorithm: string, digest: Buffer): Buffer;
  verify(algorithm: string, digest: Buffer, signature: Buffer): boolean;
}

export const algorithmRefused = (algorithm: string, spec: MaterialSpec) =>
  badParameter(`Expected an algorithm for a key of type ${describeSpec(spec)}, found ${algorithm}.`);

/** The six operations, each refused: what a kind of key cannot do stays like this. */
export function cannot(spec: MaterialSpec) {
  const refuse = (algorithm: string): never => {
    throw algorithmRefused(algorithm, spec);
  };
  return { encrypt: refuse, decrypt: refuse, wrap: refuse, unwrap: refuse, sign: refuse, verify: refuse };
}

/** Runs one step of node:crypto; its failures mean that text, key and algorithm do not go together. */
export function attempt<T>(algorithm: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    const refusal = badParameter(
      `Expected a value that fits ${algorithm} and this key version, found one that does not.`,
    );
    refusal.cause = cause;
    throw refusal;
  }
}

export const describeSpec = (spec: MaterialSpec) => `${spec.kind} ${spec.kind === 'EC' ? spec.curve : spec.size}`;
