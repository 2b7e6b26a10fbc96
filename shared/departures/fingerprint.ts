import type { AccessFacts } from '../access/facts';
import { hashOf } from '../hash';

const inAnyOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((each) => JSON.stringify(inAnyOrder(each))).toSorted();
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([name, each]): [string, unknown] => [name, inAnyOrder(each)])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
};

/** The same for the same access, whenever it was read and in whatever order it came. */
export const fingerprintOf = ({ asOf: _whenever, ...facts }: AccessFacts): string =>
  hashOf(JSON.stringify(inAnyOrder(facts)));
