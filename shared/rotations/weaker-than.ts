import type { KeyShape } from '../keys/key-version';

const strengthOfCurve = new Map([
  ['P-256', 1],
  ['P-256K', 1],
  ['P-384', 2],
  ['P-521', 3],
]);

/** In which respects a version could not do, or not as safely, what its predecessor did. Empty when it is its equal. */
export function weakerThan(predecessor: KeyShape, successor: KeyShape): string[] {
  const missing = predecessor.keyOps.filter((operation) => !successor.keyOps.includes(operation));
  const flaws: [boolean, string][] = [
    [family(successor) !== family(predecessor), `key type ${successor.kty} instead of ${predecessor.kty}`],
    [inHsm(predecessor) && !inHsm(successor), 'not protected by an HSM'],
    [bits(successor) < bits(predecessor), `${bits(successor)} bits instead of ${bits(predecessor)}`],
    [curveStrength(successor) < curveStrength(predecessor), `curve ${successor.curve} instead of ${predecessor.curve}`],
    [missing.length > 0, `may not ${missing.join(', ')}`],
    [successor.exportable && !predecessor.exportable, 'exportable'],
  ];
  return flaws.filter(([found]) => found).map(([, flaw]) => flaw);
}

const family = ({ kty }: KeyShape): string => kty.replace('-HSM', '');
const inHsm = ({ kty }: KeyShape): boolean => kty.endsWith('-HSM');
const bits = ({ size = 0 }: KeyShape): number => size;
const curveStrength = ({ curve = '' }: KeyShape): number => strengthOfCurve.get(curve) ?? 0;
