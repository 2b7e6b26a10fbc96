import { badParameter } from './errors';
import type { Kty } from './key';
import { describeSpec, type MaterialSpec } from './material/material';
import { oneOf } from './material/generate';

export type Flavour = 'standard' | 'premium' | 'managed-hsm';

/**
 * Key types by kind of vault. Source: Key Vault keys/about-keys; oct-HSM in a premium vault is a preview there.
 */
const allowed: Record<Flavour, readonly Kty[]> = {
  standard: ['RSA', 'EC'],
  premium: ['RSA', 'EC', 'RSA-HSM', 'EC-HSM', 'oct-HSM'],
  'managed-hsm': ['RSA-HSM', 'EC-HSM', 'oct-HSM'],
};

const ciphering = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
const signing = ['sign', 'verify'];

/** `export` and `import` are rights of a key besides what it computes; a key-exchange key has `import` alone. */
const operations: Record<MaterialSpec['kind'], { usual: readonly string[]; possible: readonly string[] }> = {
  RSA: { usual: [...ciphering, ...signing], possible: [...ciphering, ...signing, 'import', 'export'] },
  EC: { usual: signing, possible: [...signing, 'export'] },
  oct: { usual: ciphering, possible: [...ciphering, ...signing, 'export'] },
};

export const isHsm = (kty: Kty) => kty.endsWith('-HSM');

export const kindOf = (kty: Kty): MaterialSpec['kind'] => {
  const [kind] = kty.split('-');
  return oneOf(['RSA', 'EC', 'oct'], kind, 'key type');
};

/** Refuses a key type that this kind of vault does not hold. */
export function mustHold(flavour: Flavour, kty: Kty): void {
  if (allowed[flavour].includes(kty)) return;
  throw badParameter(`Expected key type ${allowed[flavour].join(', ')} in a ${flavour} vault, found ${kty}.`);
}

/** What the new key shall be made of. Defaults: RSA 2048, P-256, AES 256 (the last unverified). */
export function specOf(
  kty: Kty,
  asked: { size?: number | null | undefined; curve?: string | null | undefined },
): MaterialSpec {
  const kind = kindOf(kty);
  if (kind === 'RSA') return { kind, size: oneOf([2048, 3072, 4096], asked.size ?? 2048, 'RSA key size') };
  if (kind === 'EC')
    return { kind, curve: oneOf(['P-256', 'P-256K', 'P-384', 'P-521'], asked.curve ?? 'P-256', 'curve') };
  return { kind, size: oneOf([128, 192, 256], asked.size ?? 256, 'AES key size') };
}

/** The key's operations: those asked for if they go with the material, else the usual ones of its type. */
export function keyOpsFor(spec: MaterialSpec, asked: readonly string[] | null | undefined): readonly string[] {
  const { usual, possible } = operations[spec.kind];
  const odd = asked?.find((operation) => !possible.includes(operation));
  if (odd !== undefined)
    throw badParameter(`Expected key_ops of ${describeSpec(spec)}: ${possible.join(', ')}; found ${odd}.`);
  return asked ?? usual;
}
