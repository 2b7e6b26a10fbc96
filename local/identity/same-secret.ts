import { timingSafeEqual } from 'node:crypto';

/** Compares secrets without telling by its duration where they differ. */
export function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
