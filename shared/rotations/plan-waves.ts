import type { Dependent } from '../dependents/dependent';
import type { Wave } from './plan';

/** Dependents in one sub-workflow; its history and the slice's blob stay far below 64 KB. */
const sliceSize = 50;

/**
 * Groups dependents in waves, the canary first: those tagged so, else one that is moved by a write. What follows by
 * itself comes last, because its wait may take hours while the others are done.
 */
export function planWaves(dependents: readonly Dependent[]): { waves: Wave[]; slices: Dependent[][] } {
  const pinned = dependents.filter(({ mode }) => mode === 'pinned');
  const tagged = pinned.filter(({ canary }) => canary);
  const canaries = tagged.length > 0 || pinned.length < 2 ? tagged : pinned.slice(0, 1);
  const groups: [Wave['name'], readonly Dependent[]][] = [
    ['canary', canaries],
    ['pinned', pinned.filter((dependent) => !canaries.includes(dependent))],
    ['following', dependents.filter(({ mode }) => mode === 'following')],
    ['by-hand', dependents.filter(({ mode }) => mode === 'by-hand')],
  ];

  const slices: Dependent[][] = [];
  const waves = groups
    .filter(([, members]) => members.length > 0)
    .map(([name, members]) => ({ name, slices: cut(members, slices), dependents: members.length }));
  return { waves, slices };
}

/** At most 50 in each. */
export const inSlices = (members: readonly Dependent[]): Dependent[][] =>
  Array.from({ length: Math.ceil(members.length / sliceSize) }, (_, n) =>
    members.slice(n * sliceSize, (n + 1) * sliceSize),
  );

/** Appends the members to `slices` and says where they are. */
function cut(members: readonly Dependent[], slices: Dependent[][]): Wave['slices'] {
  const added = inSlices(members);
  const first = slices.length;
  slices.push(...added);
  return added.map(({ length }, n) => ({ number: first + n, size: length }));
}
