import type { World } from '../world';
import type { RotationRecord } from './record';

type Ports = Pick<World, 'records'>;
type Of = Pick<RotationRecord, 'id' | 'key'>;

const othersOf = async ({ records }: Ports, { id, key }: Of) =>
  (await records.ofKey(key)).filter((other) => other.id !== id);

/** Versions that trials of other rotations of the key have disabled: they were enabled before, whatever they are now. */
export const onTrialBeside = async (world: Ports, of: Of): Promise<ReadonlySet<string>> =>
  new Set((await othersOf(world, of)).flatMap(({ retirement }) => retirement?.trial?.versions ?? []));

/** Versions that a later rotation, which leaves the key altogether, has on trial or retired: it has taken them over. */
export const takenOverFrom = async (
  world: Ports,
  of: Of & Pick<RotationRecord, 'startedAt'>,
): Promise<ReadonlySet<string>> => {
  const later = (await othersOf(world, of)).filter(
    ({ startedAt, toKey }) => toKey !== undefined && startedAt > of.startedAt,
  );
  return new Set(
    later.flatMap(({ retirement, retires }) =>
      retirement?.state === 'retired' ? retires : (retirement?.trial?.versions ?? []),
    ),
  );
};
