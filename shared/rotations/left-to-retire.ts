import type { RotationRecord } from './record';

/**
 * Versions that earlier rotations left enabled and will not retire themselves, oldest first: what was made or replaced
 * since the last proven rotation. An emergency waits for nobody's overlap, so it also takes over what those still retire.
 */
export function leftToRetire(
  newestFirst: readonly RotationRecord[],
  { emergency }: { emergency: boolean },
): readonly string[] {
  const isOver = ({ state, retirement }: RotationRecord) =>
    state === 'proven' && (!emergency || retirement?.state === 'retired');
  const last = newestFirst.findIndex(isOver);
  const open = last === -1 ? newestFirst : newestFirst.slice(0, last);
  return open.toReversed().flatMap(({ retires, to }) => [...retires, ...(to === undefined ? [] : [to])]);
}
