import { operationTag } from '../../shared/keys/key-version';
import { isEmergency } from '../../shared/rotations/request';
import { days, hours } from '../rules/rotation-run';
import type { VirtualClock } from '../virtual-clock';
import type { Planted, YearEstate } from './year-estate';
import { isOpen, kinds, waiverOver } from './year-policy';

/** The longest that a rotation may be open: the longest freeze and a weekend, and a week for repairs. */
const longestOpen = days(30);

/** The gate may have cleared it in the last moment of a window, and a fault have kept the step for a while. */
const hasOpened = (at: Date): boolean => [0, hours(1)].some((before) => isOpen(new Date(at.getTime() - before)));

/** Looks at the estate from outside, and notes what must never be. */
export function watch({ world, estate }: YearEstate, { now }: VirtualClock) {
  const broken: string[] = [];
  const note = (what: string) => void broken.push(`${now().toISOString()} ${what}`);
  const made = new Map<string, Date>();

  const strandedOf = ({ key, users, dependents }: Planted, disabled?: string): string[] => {
    const usable = new Set(
      world.keys
        .versionsOf(key)
        .filter(({ enabled, version }) => enabled && version !== disabled)
        .map(({ version }) => version),
    );
    return users.map(({ id }) => id).filter((id) => !usable.has(dependents.versionOf(id) ?? ''));
  };

  /** At the very moment, because a trial may have enabled it again before the day is over. */
  const disable = world.keys.disable.bind(world.keys);
  world.keys.disable = async (key, version) => {
    const planted = estate.get(key);
    if (planted) for (const id of strandedOf(planted, version)) note(`${version} is disabled under ${id}`);
    const retiring = (await world.records.ofKey(key)).filter(({ retires }) => retires.includes(version));
    if (!retiring.some(({ cause }) => isEmergency(cause)) && !hasOpened(now()))
      note(`${version} is disabled in a closed time`);
    return disable(key, version);
  };

  /** In the vault itself, because answers may be lost. What others make bears no mark of its own. */
  const addVersion = world.keys.addVersion.bind(world.keys);
  world.keys.addVersion = (key, how) => {
    const operation = how?.tags?.[operationTag];
    if (operation !== undefined) {
      if (made.has(operation)) note(`${operation} made a second version`);
      made.set(operation, now());
    }
    return addVersion(key, how);
  };

  /** How much of its period the current version has lived: more than 1 must not be. Nothing while it is waived. */
  function ageOf({ key, kind }: Planted): number {
    const current = world.keys.versionsOf(key).at(-1);
    const age = (now().getTime() - Date.parse(current?.createdOn ?? '')) / days(kinds[kind].period);
    const waived = kind === 'waived' && now().getTime() < Date.parse(waiverOver) + days(7);
    return waived ? 0 : age;
  }

  return {
    broken,
    /** Looks at every key. Answers the share of its period that the oldest one has lived. */
    async look(): Promise<number> {
      let oldest = 0;
      for (const planted of estate.values()) {
        const age = ageOf(planted);
        oldest = Math.max(oldest, age);
        if (age > 1) note(`${planted.key} has lived ${age.toFixed(3)} of its period`);
        for (const id of strandedOf(planted)) note(`${id} is stranded`);
      }
      for (const { id, closedAt, startedAt } of await world.records.unfinished())
        if (closedAt === undefined && now().getTime() - Date.parse(startedAt) > longestOpen)
          note(`${id} is still open`);
      return oldest;
    },
    /** What the records must tell: why each rotation was, and why one is not proven or its old version held. */
    async readRecords() {
      const keys = [...estate.keys()];
      const records = (await Promise.all([...estate.values()].map(({ key }) => world.records.ofKey(key)))).flat();
      for (const { id, cause, reason, requestedBy, state, because, retirement, closedAt } of records) {
        const at = made.get(id);
        if (at && !isEmergency(cause) && !isOpen(at))
          note(`${id} made a version at ${at.toISOString()}, a closed time`);
        if (!reason || !requestedBy) note(`${id} has no reason`);
        if (closedAt && state !== 'proven' && !because) note(`${id} is ${state}, and does not say why`);
        if (retirement?.state === 'held' && retirement.reasons.length === 0) note(`${id} is held without a reason`);
      }
      return { keys: keys.length, records };
    },
  };
}
