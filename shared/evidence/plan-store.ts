import * as z from 'zod';
import { Dependent } from '../dependents/dependent';
import { hashOf } from '../hash';
import { RotationPlan } from '../rotations/plan';
import type { Plans } from '../world';
import type { Blobs } from './blobs';
import { PlanMissing } from './evidence-errors';
import { recent } from './recent';

/** `edition` is a hash of all that was saved; the slices lie under it. */
const SavedPlan = z.object({ plan: RotationPlan, edition: z.string() });
const Slice = z.array(Dependent);

/** The moves of a slice run side by side, and each needs it; whoever watches an incident needs those of all its keys. */
const remembered = 120;

const planBlob = (planId: string) => `${planId}/plan.json`;
const sliceBlob = (planId: string, edition: string, slice: number) => `${planId}/${edition}/slice-${slice}.json`;

/**
 * Plans as blobs. A planning step that runs twice at once may find different dependents each time: slices are written
 * first, each run's in a folder of its own, and the first plan to be written says whose folder holds.
 */
export const planStore = (blobs: Blobs): Plans => {
  const saved = recent(remembered, async (planId: string) => {
    const json = await blobs.read(planBlob(planId));
    if (json === undefined) throw new PlanMissing(planId);
    return SavedPlan.parse(JSON.parse(json));
  });
  return {
    async save(plan, slices) {
      const edition = hashOf(JSON.stringify(plan), JSON.stringify(slices));
      for (const [number, slice] of slices.entries()) {
        await blobs.keep(sliceBlob(plan.id, edition, number), JSON.stringify(slice));
      }
      await blobs.keep(planBlob(plan.id), JSON.stringify({ plan, edition }));
    },
    async get(planId) {
      return (await saved(planId)).plan;
    },
    slice: recent(remembered, async (planId: string, slice: number) => {
      const { edition } = await saved(planId);
      const json = await blobs.read(sliceBlob(planId, edition, slice));
      if (json === undefined) throw new PlanMissing(planId);
      return Slice.parse(JSON.parse(json));
    }),
  };
};
