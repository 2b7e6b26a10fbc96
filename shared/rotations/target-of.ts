import type { KeyUrl } from '../keys/key-url';
import { byAge, type KeyVersion } from '../keys/key-version';
import type { World } from '../world';
import type { RotationRecord } from './record';

type Target = Pick<RotationRecord, 'key' | 'toKey'>;

/** The key that `to` is a version of: the key itself, or the one in a clean vault that takes its place. */
export const targetOf = ({ key, toKey = key }: Target): KeyUrl => toKey;

/** The version that dependents are to be on now, which may be newer than what the rotation made. */
export const currentTarget = async ({ keys }: Pick<World, 'keys'>, record: Target): Promise<KeyVersion | undefined> =>
  (await keys.versions(targetOf(record))).toSorted(byAge).at(-1);
