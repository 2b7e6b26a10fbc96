import * as z from 'zod';
import { type Dependent, isApplicationData } from './dependent';
import { storeKinds } from './wrapped-keys';

/** What stays readable for somebody who holds data keys, or who can unwrap them, of one dependent. */
export const Exposure = z.object({
  dependent: z.string(),
  type: z.string(),
  reencrypted: z.boolean().describe('Whether Rewrap can replace the data keys and encrypt the data again'),
  stays: z.array(z.string()),
  todo: z.string().describe('What its owner does, where data keys may be known'),
});
export type Exposure = z.infer<typeof Exposure>;

/** No rotation reaches these, wherever the data lies. */
const takenEarlier = 'copies of data and of wrapped data keys that were taken earlier';

const keptByService = (type: string): string =>
  `data keys that ${type} keeps by itself: a new key version wraps them anew and does not replace them; new ones come only with ` +
  'data written into a new resource';

/** What new data keys do and do not help against, for each dependent: for the report of an incident. Looks at nothing. */
export const exposuresOf = (dependents: readonly Pick<Dependent, 'id' | 'type' | 'keepsOldVersionFor'>[]): Exposure[] =>
  dependents.map(({ id, type, keepsOldVersionFor }) => {
    const kind = storeKinds.find((each) => each.type === type);
    const own = isApplicationData({ type }) ? (kind?.staysExposed ?? []) : [keptByService(type), ...keepsOldVersionFor];
    const reencrypted = kind?.canReencrypt ?? false;
    return { dependent: id, type, reencrypted, stays: [...own, takenEarlier], todo: todoOf(type, reencrypted) };
  });

function todoOf(type: string, reencrypted: boolean): string {
  if (reencrypted)
    return 'Ask for "mode": "re-encrypt" in the same incident, then delete former versions and snapshots that hold old data keys.';
  return isApplicationData({ type })
    ? 'Have the application make new data keys and encrypt its data again with them.'
    : 'Make a new resource with the new key, write the data into it, have everything use that one, and delete this one and its backups.';
}
