import type { Dependent, Move } from '../dependents/dependent';
import type { Wave } from './plan';
import type { RotationRecord } from './record';

export interface UndoInput {
  readonly record: RotationRecord;
  /** The waves of the rotation's plan, each with its dependents. */
  readonly waves: readonly { readonly name: Wave['name']; readonly slices: readonly (readonly Dependent[])[] }[];
  readonly moves: readonly Move[];
}

/**
 * Who is to go back, the last ones first: those of the order that the rotation has moved, or tried to move. What the plan does
 * not name any more, because a repair has planned anew, goes before all others. Pure.
 */
export function planUndo({ record: { to, undo }, waves, moves }: UndoInput): { waves: Wave[]; slices: Dependent[][] } {
  const moved = new Map(moves.filter((move) => move.to === to).map((move) => [move.dependent, move]));
  const wanted = (id: string) => moved.has(id) && (undo?.dependents?.includes(id.toLowerCase()) ?? true);
  const planned = new Set(waves.flatMap((wave) => wave.slices.flat()).map(({ id }) => id));
  const forgotten = [...moved.values()].filter(({ dependent }) => !planned.has(dependent)).map(dependentOf);

  const chosen = waves.filter((_, n) => undo?.wave === undefined || undo.wave === n + 1);
  const groups = [
    ...chosen.map(({ name, slices }) => ({ name, slices })),
    ...(undo?.wave === undefined ? [{ name: 'pinned' as const, slices: [forgotten] }] : []),
  ];
  const slices: Dependent[][] = [];
  const result = groups.toReversed().flatMap(({ name, slices: own }): Wave[] => {
    const parts = own.map((slice) => slice.filter(({ id }) => wanted(id))).filter((slice) => slice.length > 0);
    if (parts.length === 0) return [];
    const numbered = parts.map((slice, n) => ({ number: slices.length + n, size: slice.length }));
    slices.push(...parts);
    return [{ name, slices: numbered, dependents: parts.flat().length }];
  });
  return { waves: result, slices };
}

const dependentOf = ({ dependent, type }: Move): Dependent => ({
  id: dependent,
  type,
  mode: 'pinned',
  canary: false,
  keepsOldVersionFor: [],
});
