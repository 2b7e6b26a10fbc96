import type { Dependent } from '../dependents/dependent';
import type { AuditedCaller } from './log-reading';

type Known = Pick<Dependent, 'id' | 'identities'>;

/** A resource and all above it: a part works under the identity of what it is a part of. */
const lineage = (id: string): string[] => {
  const above = id.replace(/\/[^/]+\/[^/]+$/, '');
  return /\/providers\/[^/]+\/[^/]+\/[^/]+/.test(above) ? [id, ...lineage(above)] : [id];
};

/** Who of the dependents a caller may be; several where they work under one identity. */
export const ownersAmong = <T extends Known>(dependents: readonly T[]): ((by: AuditedCaller) => readonly T[]) => {
  const known = new Map<string, Set<T>>();
  for (const dependent of dependents) {
    for (const name of [...(dependent.identities ?? []), ...lineage(dependent.id)]) {
      known.set(name, (known.get(name) ?? new Set()).add(dependent));
    }
  }
  return ({ principal, resource }) => [
    ...new Set([principal, resource].flatMap((name) => (name === undefined ? [] : [...(known.get(name) ?? [])]))),
  ];
};
