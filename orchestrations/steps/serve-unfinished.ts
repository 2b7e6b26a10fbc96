import * as z from 'zod';
import { rotationGivenUp } from '../../shared/alerts/given-up-wording';
import { keyInTrouble } from '../../shared/alerts/wording';
import { incidentInstance } from '../../shared/incidents/open-incident';
import { messageOf } from '../../shared/errors';
import type { KeyUrl } from '../../shared/keys/key-url';
import type { RotationRecord } from '../../shared/rotations/record';
import { isGivenUp } from '../../shared/rotations/repairs';
import { repairRotation, rotationInstance, startRotation } from '../../shared/rotations/request-rotation';
import { startUndo } from '../../shared/rotations/ask-undo';
import { isTakenBack, isUndoing } from '../../shared/rotations/undo';
import { endPauses } from '../../shared/rotations/end-pauses';
import { pauseOf } from '../../shared/rotations/pause-of';
import { wakePaused } from '../../shared/rotations/wake-paused';
import { step, type StepWorld } from '../durable';

/** A rotation that nobody takes up is told of again, once in as long. */
const reminderMs = 7 * 24 * 3_600_000;

/** How long a held or reopened retirement rests before the gate is asked again. */
const restOfHeld = 24 * 3_600_000;

/**
 * Takes up whatever is not finished: requests nobody serves, rotations whose workflow is gone, dependents left behind,
 * retirements that wait or are held. Starting what is alive already does nothing.
 */
export const serveUnfinished = step({
  name: 'serveUnfinished',
  input: z.object({}),
  output: z.object({ requests: z.int(), records: z.int() }),
  async run(_, world) {
    const keys = await world.requests.unservedKeys();
    for (const key of keys) await orTell(key, world, () => serve(key, world));
    const records = await world.records.unfinished();
    for (const record of records) await orTell(record.key, world, () => takeUp(record, world));
    for (const { id } of await openIncidents(world))
      await world.workflows.start('respondToCompromise', incidentInstance(id), { incidentId: id });
    await wakePaused(world, records);
    await endPauses(world);
    return { requests: keys.length, records: records.length };
  },
});

const openIncidents = async ({ incidents }: StepWorld) => (await incidents.list()).filter(({ closedAt }) => !closedAt);

/** One key in trouble must not keep the others, and the alerts that wait, from their turn. */
async function orTell(key: KeyUrl, { alerts, now }: StepWorld, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await alerts.raise(keyInTrouble(key, messageOf(error), now()));
  }
}

/** A live workflow may wait for days, and whoever wrote the request may have died before telling it. */
async function serve(key: KeyUrl, { workflows, requests }: StepWorld): Promise<void> {
  const started = await startRotation(workflows, key);
  const isWaiting = started === 'alive' && (await requests.open(key)).length > 0;
  if (isWaiting) await workflows.tell(rotationInstance(key), 'request', {});
}

async function takeUp(record: RotationRecord, world: StepWorld): Promise<void> {
  const { id, key, state, closedAt } = record;
  if (closedAt === undefined) await startRotation(world.workflows, key);
  else if (isUndoing(record)) await startUndo(world.workflows, id);
  else if (state === 'proven') await retire(record, world);
  else if (!isTakenBack(record)) await repair({ ...record, closedAt }, world);
}

async function retire({ id, retirement }: RotationRecord, { workflows, now }: StepWorld): Promise<void> {
  const rests = retirement?.state === 'held' || retirement?.state === 'reopened';
  const isOver = retirement?.until !== undefined && new Date(retirement.until) <= now();
  const rested = !rests || isOver || isSince(retirement.at, restOfHeld, now());
  if (rested) await workflows.start('retireVersion', `retire-${id}`, { rotationId: id });
}

async function repair(record: RotationRecord & { closedAt: string }, world: StepWorld): Promise<void> {
  if (isGivenUp(record)) {
    const week = Math.floor((world.now().getTime() - Date.parse(record.closedAt)) / reminderMs);
    return world.alerts.raise(rotationGivenUp(record, week));
  }
  if (!isSince(record.closedAt, restOfBroken(record), world.now())) return;
  if (!(await pauseOf(world, record))) await repairRotation(world.workflows, record.key);
}

const isSince = (time: string, milliseconds: number, now: Date): boolean =>
  now.getTime() - Date.parse(time) >= milliseconds;

/** The longer a rotation has been broken, the longer it rests between repairs: half its age, from 10 minutes to 6 hours. */
function restOfBroken({ startedAt, closedAt = startedAt }: RotationRecord): number {
  const age = Date.parse(closedAt) - Date.parse(startedAt);
  return Math.min(Math.max(age / 2, 10 * 60_000), 6 * 3_600_000);
}
