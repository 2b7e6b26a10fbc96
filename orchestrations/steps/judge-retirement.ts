import * as z from 'zod';
import { byAge } from '../../shared/keys/key-version';
import { reasonsToHold } from '../../shared/rotations/decide-retirement';
import { holdRetirement } from '../../shared/rotations/hold-retirement';
import { recordOf } from '../../shared/rotations/record-of';
import type { World } from '../../shared/world';
import { step } from '../durable';

/** The gate: which versions may be disabled now. None when anything speaks against it; then they are held, and a person hears. */
export const judgeRetirement = step({
  name: 'judgeRetirement',
  input: z.object({ rotationId: z.string(), planId: z.string(), verified: z.boolean() }),
  output: z.object({ retire: z.array(z.string()) }),
  async run({ rotationId, planId, verified }, world) {
    const record = await recordOf(world, rotationId);
    const plan = await world.plans.get(planId);
    const versions = (await world.keys.versions(record.key)).toSorted(byAge);
    const reasons = reasonsToHold({
      now: world.now(),
      record,
      notBefore: new Date(record.retirement?.notBefore ?? world.now()),
      plan,
      dependents: [...(await allDependents(world, planId, plan.waves)), ...(plan.dependents.ownedElsewhere ?? [])],
      moves: (await world.records.moves(rotationId)).filter(({ to }) => to === plan.to),
      verified,
      versions,
      otherRotationRuns: (await world.records.ofKey(record.key)).some(({ closedAt }) => closedAt === undefined),
    });
    if (reasons.length === 0)
      return { retire: record.retires.filter((id) => versions.some(({ version }) => version === id)) };

    await holdRetirement(world, record, reasons);
    return { retire: [] };
  },
});

async function allDependents(
  { plans }: World,
  planId: string,
  waves: readonly { slices: readonly { number: number }[] }[],
) {
  const numbers = waves.flatMap(({ slices }) => slices.map(({ number }) => number));
  return (await Promise.all(numbers.map((number) => plans.slice(planId, number)))).flat();
}
