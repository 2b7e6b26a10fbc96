import type { Discovery } from './dependent';
import { armTypes } from './index';

type Unknown = Discovery['unknown'][number];

/**
 * Whether it is only the registration of a key with a resource that uses another one by now, as a SQL server keeps it for restores. What
 * its backups need is told by the resource itself, as when it has moved to another version of the same key.
 */
export const isLeftBy =
  (moved: Pick<Discovery, 'dependents'>) =>
  ({ id, type }: Unknown): boolean =>
    armTypes.some(
      (adapter) =>
        adapter.registrations !== undefined &&
        type === `${adapter.type}/${adapter.registrations.collection}` &&
        moved.dependents.some((each) => each.type === adapter.type && id.startsWith(`${each.id}/`)),
    );
