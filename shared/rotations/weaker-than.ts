import type { KeyShape } from '../keys/key-version';

const strengthOfCurve = new Map([
  ['P-256', 1],
  ['P-256K', 1],
  ['P-384', 2],
  ['P-521', 3],
]);

/** In which respects a version could not do, or not as safely, what its predecessor did. Empty when it is its equal. */
export function weakerThan(predecessor: KeyShape, successor: KeyShape): string[] {
  const family = (kty: string) => kty.replace('-HSM', '');
  const findings: string[] = [];
  if (family(successor.kty) !== family(predecessor.kty))
    findings.push(`key type ${successor.kty} instead of ${predecessor.kty}`);
  if (predecessor.kty.endsWith('-HSM') && !successor.kty.endsWith('-HSM')) findings.push('not protected by an HSM');
  if ((successor.size ?? 0) < (predecessor.size ?? 0))
    findings.push(`${successor.size ?? 0} bits instead of ${predecessor.size ?? 0}`);
  if (curveStrength(successor) < curveStrength(predecessor))
    findings.push(`curve ${successor.curve} instead of ${predecessor.curve}`);
  const missing = predecessor.keyOps.filter((operation) => !successor.keyOps.includes(operation));
  if (missing.length > 0) findings.push(`may not ${missing.join(', ')}`);
  if (successor.exportable && !predecessor.exportable) findings.push('exportable');
  return findings;
}

const curveStrength = ({ curve }: KeyShape): number => strengthOfCurve.get(curve ?? '') ?? 0;
