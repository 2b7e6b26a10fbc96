import { Duration } from 'luxon';
import * as z from 'zod';
import { consultLog } from '../../shared/audit/consult-log';
import { movesByLog } from '../../shared/audit/moves-by-log';
import { byAge, type KeyVersion } from '../../shared/keys/key-version';
import { classOf } from '../../shared/policy/class-of';
import { trialOf } from '../../shared/policy/trial-rules';
import { reasonsToHold } from '../../shared/rotations/decide-retirement';
import { holdRetirement } from '../../shared/rotations/hold-retirement';
import { leftAt } from '../../shared/rotations/left-at';
import { membersOfPlan } from '../../shared/rotations/members-of-plan';
import { pausedInWords } from '../../shared/rotations/pause';
import { pauseOf } from '../../shared/rotations/pause-of';
import type { RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import { waitForOpening } from '../../shared/rotations/wait-for-opening';
import type { World } from '../../shared/world';
import { step } from '../durable';

/** The gate: which versions may be disabled now. None when anything speaks against it; then they are held, and a person hears. */
export const judgeRetirement = step({
  name: 'judgeRetirement',
  input: z.object({ rotationId: z.string(), planId: z.string(), verified: z.boolean() }),
  output: z.object({
    retire: z.array(z.string()),
    cleared: z.iso.datetime().optional().describe('When the gate cleared them; present where they go on trial first'),
  }),
  async run({ rotationId, planId, verified }, world) {
    const record = await recordOf(world, rotationId);
    const plan = await world.plans.get(planId);
    const held = (await world.keys.versions(record.key)).toSorted(byAge);
    const versions = record.toKey ? (await world.keys.versions(record.toKey)).toSorted(byAge) : held;
    const dependents = [...(await membersOfPlan(world.plans, planId)), ...(plan.dependents.ownedElsewhere ?? [])];
    const seen = (await world.records.moves(rotationId)).filter(({ to }) => to === plan.to);
    const found = await movesByLog(world, { rotationId, dependents, moves: seen, current: versions.at(-1) });
    const asked = { ...found, ...(await rulesOfFormer(world, record, held)) };
    const pause = await pauseOf(world, record);
    const records = await world.records.ofKey(record.key);
    const reasons = reasonsToHold({
      now: world.now(),
      record,
      notBefore: new Date(record.retirement?.notBefore ?? world.now()),
      plan,
      dependents,
      ...asked,
      verified,
      versions,
      paused: pause && pausedInWords(pause),
      leftAt: leftAt(record, records),
      otherRotationRuns: records.some(({ closedAt }) => closedAt === undefined),
    });
    if (reasons.length > 0) {
      await holdRetirement(world, record, reasons);
      return { retire: [] };
    }
    if (await waitForOpening(world, record, asked.rules)) return { retire: [] };
    const retire = record.retires.filter((id) => held.some(({ version }) => version === id));
    const isTried = Duration.fromISO(trialOf(asked.rules)).toMillis() > 0;
    return { retire, ...(isTried && { cleared: world.now().toISOString() }) };
  },
});

/** Where another key takes the place of this one, it is this one whose rules hold and that the log must show in no use. */
async function rulesOfFormer(world: World, { key, toKey }: RotationRecord, held: readonly KeyVersion[]) {
  const former = held.at(-1);
  if (!toKey || !former) return {};
  const rules = classOf(await world.policy(), key, former.tags);
  return { log: await consultLog(world, former, rules), ...(rules && { rules }) };
}
