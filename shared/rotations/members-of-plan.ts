import type { Dependent } from '../dependents/dependent';
import type { Plans } from '../world';

/** Every dependent that the plan's waves name, in their order. */
export async function membersOfPlan(plans: Plans, planId: string): Promise<readonly Dependent[]> {
  const { waves } = await plans.get(planId);
  const numbers = waves.flatMap(({ slices }) => slices.map(({ number }) => number));
  return (await Promise.all(numbers.map((number) => plans.slice(planId, number)))).flat();
}
