import * as z from 'zod';
import { later, Later, searchedSince, searchInTurn } from '../../shared/dependents/search-in-turn';
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
import { openGate, turnstile } from '../../shared/turnstile';
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
  input: z.object({ rotationId: z.string(), searchedSince }),
  output: z.union([z.object({ planId: z.string(), slices: z.int() }), Later]),
  async run({ rotationId, searchedSince }, world) {
    const record = await recordOf(world, rotationId);
    const urgent = isEmergency(record.cause);
    const turn = { searchedSince, now: world.now };
    if (urgent && (await isForMovesFirst(world, record))) return later(turn, pauses.moving);
    const how = { ...turn, enter: urgent ? survey : openGate, pauseMs: pauses.full };
    return searchInTurn((since) => look(world, record, since), how);
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
