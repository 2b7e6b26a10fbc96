import * as z from 'zod';
import { hashOf } from '../../shared/hash';
import { discoverFor } from '../../shared/rotations/discover-for';
import { currentTarget } from '../../shared/rotations/target-of';
import { gatherKeyFacts } from '../../shared/rotations/key-facts';
import { recordOf } from '../../shared/rotations/record-of';
import { KeyMissing } from '../../shared/rotations/rotation-errors';
import { surveyFor } from '../../shared/rotations/survey-for';
import { step } from '../durable';

/** Looks for dependents anew: what came after the rotation counts as much as what was there before, found or not. */
export const surveyDependents = step({
  name: 'surveyDependents',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ planId: z.string(), slices: z.int() }),
  async run({ rotationId }, world) {
    const record = await recordOf(world, rotationId);
    const facts = await gatherKeyFacts(world, record.key);
    const current = await currentTarget(world, record);
    if (!current) throw new KeyMissing(record.key, facts.presence);
    const seen = await discoverFor(world, record, { retentions: true });
    const { plan, slices } = await surveyFor(world, record, { facts, current, seen });
    const planId = `${rotationId}-r${hashOf(JSON.stringify([plan, slices])).slice(0, 8)}`;
    await world.plans.save({ ...plan, id: planId }, slices);
    return { planId, slices: slices.length };
  },
});
