import * as z from 'zod';
import { consultLog, provenByLog } from '../../shared/audit/consult-log';
import { byAge, type KeyVersion } from '../../shared/keys/key-version';
import { classOf } from '../../shared/policy/class-of';
import type { Dependent, Move } from '../../shared/dependents/dependent';
import { reasonsToHold } from '../../shared/rotations/decide-retirement';
import { holdRetirement } from '../../shared/rotations/hold-retirement';
import { membersOfPlan } from '../../shared/rotations/members-of-plan';
import { pausedInWords } from '../../shared/rotations/pause';
import { pauseOf } from '../../shared/rotations/pause-of';
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
    const dependents = [...(await membersOfPlan(world.plans, planId)), ...(plan.dependents.ownedElsewhere ?? [])];
    const seen = (await world.records.moves(rotationId)).filter(({ to }) => to === plan.to);
    const { moves, ...asked } = await withLog(world, { dependents, moves: seen, current: versions.at(-1) });
    const proven = moves.filter((move) => !seen.includes(move));
    for (const move of proven) await world.records.noteMove(rotationId, move);
    const pause = await pauseOf(world, record);
    const reasons = reasonsToHold({
      now: world.now(),
      record,
      notBefore: new Date(record.retirement?.notBefore ?? world.now()),
      plan,
      dependents,
      moves,
      ...asked,
      verified,
      versions,
      paused: pause && pausedInWords(pause),
      otherRotationRuns: (await world.records.ofKey(record.key)).some(({ closedAt }) => closedAt === undefined),
    });
    if (reasons.length === 0)
      return { retire: record.retires.filter((id) => versions.some(({ version }) => version === id)) };

    await holdRetirement(world, record, reasons);
    return { retire: [] };
  },
});

/** What the audit log adds to what was seen of the dependents themselves. */
async function withLog(
  world: World,
  {
    dependents,
    moves,
    current,
  }: { dependents: readonly Dependent[]; moves: readonly Move[]; current?: KeyVersion | undefined },
) {
  if (!current) return { moves };
  const rules = classOf(await world.policy(), current.key, current.tags);
  const log = await consultLog(world, current, rules);
  const proven = provenByLog(moves, { dependents, to: current.version, log, rules });
  return { moves: proven, log, ...(rules && { rules }) };
}
