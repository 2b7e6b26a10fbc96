import { Duration } from 'luxon';
import type { ArmDependent } from './arm-dependent';
import type { Dependent } from './dependent';
import { readAt } from './json-path';
import type { Resource } from './look';

/** How long a resource keeps what needs the old version, as far as it tells. What it does not tell may need it for ever. */
export function retentionsOf(
  { keepsOldVersionFor }: Pick<ArmDependent, 'keepsOldVersionFor'>,
  resource: Resource,
): Pick<Dependent, 'retentions'> {
  const retentions = keepsOldVersionFor.flatMap(({ what, retention }) => {
    if (!retention || retention === 'backups') return [];
    const found = readAt(resource, retention.path);
    if (typeof found !== 'number' || found < 0) return [];
    return [{ what, for: Duration.fromObject({ [retention.in]: found }).toISO() }];
  });
  return retentions.length > 0 ? { retentions } : {};
}
