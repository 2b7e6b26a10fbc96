import { DateTime, Duration } from 'luxon';
import type { Dependent } from '../dependents/dependent';
import type { Hold } from '../policy/hold';
import type { Finding } from './finding';
import type { RetirementFacts } from './retirement-facts';

/**
 * What needs the old version even after a proven move, such as backups: until a date where the resource tells it or the
 * policy declares it, else for ever. Dates count from the end of the rotation, when nothing was written with the old version
 * any more. Where both tell, the later date holds.
 */
export function holdFindings(facts: RetirementFacts): Finding[] {
  const { dependents, rules } = facts;
  const holds = rules?.holds ?? [];
  const ofKey = holds.filter(({ of }) => of === undefined);
  return [
    ...dependents.flatMap((dependent) => findingsOf(dependent, holds.filter(isAbout(dependent)), facts)),
    ...ofKey.flatMap((hold) => dated(`the key: ${hold.reason}`, hold.for, facts)),
  ];
}

const isAbout =
  ({ id, type }: Dependent) =>
  ({ of }: Hold): boolean =>
    of !== undefined && [id, type].some((name) => name.toLowerCase() === of.toLowerCase());

function findingsOf(dependent: Dependent, declared: readonly Hold[], facts: RetirementFacts): Finding[] {
  const { id, keepsOldVersionFor, retentions = [] } = dependent;
  const told = new Set(retentions.map(({ what }) => what));
  const endless = declared.length > 0 ? [] : keepsOldVersionFor.filter((what) => !told.has(what));
  return [
    ...retentions.flatMap(({ what, for: time }) => dated(`${id}: ${what}`, time, facts)),
    ...declared.flatMap(({ reason, for: time }) => dated(`${id}: ${reason}`, time, facts)),
    ...(endless.length === 0
      ? []
      : [
          {
            code: 'old-version-needed',
            about: `${id}: ${endless.join(', ')}`,
            message: `${id} may need the old version for ${endless.join(', ')}`,
            nextStep: 'Declare under holds in policy.yaml how long that is; it is then retired by itself',
          },
        ]),
  ];
}

function dated(about: string, time: string, { record, leftAt, now }: RetirementFacts): Finding[] {
  const start = DateTime.fromJSDate(new Date(leftAt ?? record.closedAt ?? now), { zone: 'utc' });
  const end = start.plus(Duration.fromISO(time)).toJSDate();
  if (end <= now) return [];
  const until = end.toISOString();
  return [
    {
      code: 'old-version-needed-until',
      about,
      message: `The old version is needed until ${until} for ${about}`,
      nextStep: 'Nothing; Rewrap looks again by itself then',
      until,
    },
  ];
}
