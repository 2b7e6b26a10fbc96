import { retirementReopened } from '../alerts/trial-wording';
import { retirementHeld } from '../alerts/wording';
import type { World } from '../world';
import type { Finding } from './finding';
import type { RotationRecord } from './record';
import type { Complaint } from './trial';
import { takenOverFrom } from './trials-beside';

type Ports = Pick<World, 'records' | 'alerts' | 'keys' | 'now'>;

/**
 * Ends a trial: enables what it disabled, first of all, unless a later rotation has taken it over, and then says why. With complaints, or whatever else is the users',
 * the retirement is `reopened` and a person is woken; else it is held as it would be at the gate.
 */
export async function endTrial(
  world: Ports,
  record: RotationRecord,
  why: { state: 'held' | 'reopened'; reasons: readonly Finding[]; complaints?: readonly Complaint[] },
): Promise<void> {
  const { id, key, retirement } = record;
  const takenOver = await takenOverFrom(world, record);
  const versions = (retirement?.trial?.versions ?? []).filter((version) => !takenOver.has(version));
  await allOf(versions.map((version) => world.keys.enable(key, version)));

  const at = world.now().toISOString();
  for (const version of versions)
    await world.records.noteStep(id, { name: `reopen ${version} ${at}`, at, outcome: 'enabled again' });
  const { trial: _over, complaints = [], ...rest } = retirement ?? {};
  const all = [...complaints, ...(why.complaints ?? [])];
  await world.records.noteRetirement(id, {
    ...rest,
    state: why.state,
    at,
    reasons: [...why.reasons],
    ...(all.length > 0 && { complaints: newestOf(all) }),
  });
  const tell = why.state === 'reopened' ? retirementReopened : retirementHeld;
  await world.alerts.raise(tell(record, why.reasons));
}

/** A version that cannot be enabled must not keep the next from it. */
async function allOf(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}

const mostComplaints = 20;

/** One for each caller; the last one, so that it takes work after it to answer it. */
const newestOf = (complaints: readonly Complaint[]): Complaint[] => {
  const byCaller = new Map(
    complaints.toSorted((a, b) => a.last.localeCompare(b.last)).map((each) => [each.principal, each]),
  );
  return [...byCaller.values()].slice(-mostComplaints);
};
