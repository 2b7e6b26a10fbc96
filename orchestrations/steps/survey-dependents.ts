import * as z from 'zod';
import { discoverUsers } from '../../shared/audit/discover-users';
import { hashOf } from '../../shared/hash';
import { gatherKeyFacts } from '../../shared/rotations/key-facts';
import { lostFromSight } from '../../shared/rotations/lost-from-sight';
import { inSlices } from '../../shared/rotations/plan-waves';
import { planRotation } from '../../shared/rotations/plan-rotation';
import { recordOf } from '../../shared/rotations/record-of';
import { KeyMissing } from '../../shared/rotations/rotation-errors';
import { step } from '../durable';

/** Looks for dependents anew: what came after the rotation counts as much as what was there before, found or not. */
export const surveyDependents = step({
  name: 'surveyDependents',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ planId: z.string(), slices: z.int() }),
  async run({ rotationId }, world) {
    const record = await recordOf(world, rotationId);
    const facts = await gatherKeyFacts(world, record.key);
    const current = facts.versions.at(-1);
    if (!current) throw new KeyMissing(record.key, facts.presence);
    const seen = await discoverUsers(world, record.key);
    const lost = await lostFromSight(world, record, { now: current.version, discovery: seen });
    const discovery = { ...seen, unreadable: [...seen.unreadable, ...lost] };
    const draft = planRotation({
      id: rotationId,
      cause: record.cause,
      facts,
      discovery,
      from: current,
      to: current,
      weaknesses: [],
    });
    const planId = `${rotationId}-r${hashOf(JSON.stringify(draft)).slice(0, 8)}`;
    // What others alone may move stands in no wave; it lies behind those that do, so that it is looked at all the same.
    const slices = [...draft.slices, ...inSlices(discovery.ownedElsewhere ?? [])];
    await world.plans.save({ ...draft.plan, id: planId }, slices);
    return { planId, slices: slices.length };
  },
});
