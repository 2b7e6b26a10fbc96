import * as z from 'zod';
import { orUnfinished } from '../../shared/dependents/search-parts';
import { hashOf } from '../../shared/hash';
import { isForMovesFirst } from '../../shared/incidents/moves-first';
import { discoverFor } from '../../shared/rotations/discover-for';
import { currentTarget } from '../../shared/rotations/target-of';
import { gatherKeyFacts } from '../../shared/rotations/key-facts';
import type { RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import { isEmergency } from '../../shared/rotations/request';
import { KeyMissing } from '../../shared/rotations/rotation-errors';
import { surveyFor } from '../../shared/rotations/survey-for';
import { turnstile } from '../../shared/turnstile';
import type { World } from '../../shared/world';
import { step } from '../durable';

/** Surveys of emergencies side by side. They share what they read, so that those that come after the first are soon done. */
const survey = turnstile(4);

/** Until one that found the turnstile full, or whose search is not over, comes again, and one whose incident still moves. */
const pauses = { full: 5_000, moving: 20_000 };

/**
 * Looks for dependents anew: what came after the rotation counts as much as what was there before, found or not. After an emergency
 * it says when to come again instead, where moves go first or others survey.
 */
export const surveyDependents = step({
  name: 'surveyDependents',
  input: z.object({
    rotationId: z.string(),
    searchedSince: z.iso.datetime().optional().describe('The search goes on that began then'),
  }),
  output: z.union([
    z.object({ planId: z.string(), slices: z.int() }),
    z.object({
      comeBackAt: z.iso.datetime(),
      searchedSince: z.iso
        .datetime()
        .optional()
        .describe('The search takes more than one step: say this when asking again'),
    }),
  ]),
  async run({ rotationId, searchedSince }, world) {
    const record = await recordOf(world, rotationId);
    const comeBackIn = (ms: number) => ({
      comeBackAt: new Date(world.now().getTime() + ms).toISOString(),
      ...(searchedSince && { searchedSince }),
    });
    const since = searchedSince ? new Date(searchedSince) : world.now();
    const times = { since, now: world.now() };
    const lookOn = () => orUnfinished(times, () => look(world, record, since));
    if (isEmergency(record.cause) && (await isForMovesFirst(world, record))) return comeBackIn(pauses.moving);
    const passed = isEmergency(record.cause) ? await survey(lookOn) : { done: await lookOn() };
    if (passed === 'full') return comeBackIn(pauses.full);
    const part = passed.done;
    return part === 'unfinished' ? { ...comeBackIn(pauses.full), searchedSince: since.toISOString() } : part.done;
  },
});

async function look(world: World, record: RotationRecord, since: Date): Promise<{ planId: string; slices: number }> {
  const facts = await gatherKeyFacts(world, record.key);
  const current = await currentTarget(world, record);
  if (!current) throw new KeyMissing(record.key, facts.presence);
  const seen = await discoverFor(world, record, { retentions: true, ...ageAllowed(record, since) });
  const { plan, slices } = await surveyFor(world, record, { facts, current, seen });
  const planId = `${record.id}-r${hashOf(JSON.stringify([plan, slices])).slice(0, 8)}`;
  await world.plans.save({ ...plan, id: planId }, slices);
  return { planId, slices: slices.length };
}

/** Less than Resource Graph, on which the search rests, lags behind. */
const sharedMs = 60_000;

/**
 * Surveys after an emergency share what they read with others that survey in the same minute: each by itself would read the whole
 * estate. Nothing that was read before the overlap was over serves, and every dependent is looked at by itself afterwards.
 */
const ageAllowed = (
  { cause, closedAt, retirement }: RotationRecord,
  now: Date,
): { notOlderThan: Date; alone?: boolean } => {
  if (!isEmergency(cause)) return { notOlderThan: now, alone: true };
  const since = [closedAt, retirement?.notBefore].map((time) => Date.parse(time ?? now.toISOString()));
  return { notOlderThan: new Date(Math.max(...since, now.getTime() - sharedMs)) };
};
