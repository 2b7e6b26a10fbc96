import { Duration } from 'luxon';
import type { ArmDependent, Backups } from './arm-dependent';
import type { Dependent } from './dependent';
import { inBatches } from './in-batches';
import { readAt, textAt } from './json-path';
import type { Resource } from './look';
import { lasts, type Reads } from './reads';

/** Something that is there does not say what it should. */
class NotTold extends Error {}

const atOnce = 10;
const dayMs = 86_400_000;

type Target = Pick<Dependent, 'id' | 'region' | 'retentions'>;

/**
 * The dependent with how long its backups are kept after they are taken: the longest that any policy says now, or that any
 * backup which is there was given. Whatever was taken under an old version is gone so long after the move. Where a part
 * of it cannot be read nothing is told, and what is not told may need the old version for ever.
 */
export async function withBackupsRead<D extends Target>(
  reads: Reads,
  { backups, apiVersion, keepsOldVersionFor }: ArmDependent,
  dependent: D,
): Promise<D> {
  const whats = keepsOldVersionFor.filter(({ retention }) => retention === 'backups');
  if (!backups || whats.length === 0) return dependent;
  try {
    const days = await longestDays({ reads, backups, apiVersion, dependent });
    const read = whats.map(({ what }) => ({ what, for: `P${Math.ceil(days)}D` }));
    return { ...dependent, retentions: [...(dependent.retentions ?? []), ...read] };
  } catch (error) {
    if (error instanceof NotTold || lasts(error)) return dependent;
    throw error;
  }
}

interface Question {
  readonly reads: Reads;
  readonly backups: Backups;
  readonly apiVersion: string;
  readonly dependent: Target;
}

async function longestDays({ reads, backups, apiVersion, dependent }: Question): Promise<number> {
  const { of, policies, kept, dropped } = backups;
  const list = (path: string) => reads.children(filled(path, dependent), apiVersion);
  const members = of ? await reads.children(`${dependent.id}/${of.collection}`, apiVersion) : [dependent];
  const owners = members.filter(({ id }) => id.split('/').at(-1)?.toLowerCase() !== of?.but);
  const parts = owners.flatMap(({ id }) => policies.map((policy) => ({ path: `${id}/${policy.at}`, policy })));
  const told = await inBatches(parts, atOnce, async ({ path, policy }) =>
    daysIn(await reads.resource(path, apiVersion), policy),
  );
  const given = (await list(kept.at)).map((backup) => daysOf(backup, kept));
  const leftOver = dropped && (await list(dropped.at)).length > 0 ? [dropped.days] : [];
  return Math.max(0, ...told, ...given, ...leftOver);
}

/** @throws {NotTold} when the region is to be named and nobody knows it: an empty list of another place proves nothing */
function filled(path: string, { id, region }: Target): string {
  if (region === undefined && path.includes('{region}')) throw new NotTold('region');
  const parts = id.split('/');
  const values = { id, region, subscription: parts[2], top: parts[8], name: parts.at(-1) };
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value ?? ''), path);
}

function daysIn(found: Resource, { days, durations = [] }: Backups['policies'][number]): number {
  const number = days === undefined ? 0 : readAt(found, days);
  if (typeof number !== 'number') throw new NotTold(days);
  return Math.max(number, ...durations.map((path) => longest(textAt(found, path) ?? 'PT0S')));
}

/** In days, of the longest years and months that there are. */
function longest(iso: string): number {
  const { years, months, ...rest } = Duration.fromISO(iso).toObject();
  if (!Duration.fromISO(iso).isValid) throw new NotTold(iso);
  return 366 * (years ?? 0) + 31 * (months ?? 0) + Duration.fromObject(rest).as('days');
}

function daysOf(backup: Resource, { taken, expires }: Backups['kept']): number {
  const ms = Date.parse(textAt(backup, expires) ?? '') - Date.parse(textAt(backup, taken) ?? '');
  if (Number.isNaN(ms)) throw new NotTold(backup.id);
  return ms / dayMs;
}
