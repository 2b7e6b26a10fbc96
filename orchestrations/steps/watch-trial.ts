import * as z from 'zod';
import { retirementDone } from '../../shared/alerts/wording';
import { movesByLog } from '../../shared/audit/moves-by-log';
import { byAge } from '../../shared/keys/key-version';
import { classOf } from '../../shared/policy/class-of';
import { endTrial } from '../../shared/rotations/end-trial';
import { judgeTrial, type Verdict } from '../../shared/rotations/judge-trial';
import { membersOfPlan } from '../../shared/rotations/members-of-plan';
import { currentTarget } from '../../shared/rotations/target-of';
import type { RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import type { Trial } from '../../shared/rotations/trial';
import type { TrialFacts } from '../../shared/rotations/trial-facts';
import type { World } from '../../shared/world';
import { step } from '../durable';

/**
 * Looks whether anything complains about a version that is disabled on trial. If so, it is enabled again within this very
 * step. Answers when to look again, and whether every dependent is to be observed before.
 */
export const watchTrial = step({
  name: 'watchTrial',
  input: z.object({ rotationId: z.string() }),
  output: z.object({
    state: z.string(),
    next: z.object({ lookAt: z.iso.datetime(), observe: z.boolean() }).optional(),
  }),
  async run({ rotationId }, world) {
    const record = await recordOf(world, rotationId);
    const { state = 'waiting', trial } = record.retirement ?? {};
    if (state !== 'trial' || !trial) return { state };
    const verdict = judgeTrial(await gather(world, record, trial));
    return act(world, record, { trial, verdict });
  },
});

async function gather(world: World, record: RotationRecord, trial: Trial): Promise<TrialFacts> {
  const { records, keys, plans, audit, now, policy } = world;
  const plan = await plans.get(trial.planId);
  const versions = (await keys.versions(record.key)).toSorted(byAge);
  const current = versions.at(-1);
  return {
    now: now(),
    record,
    trial,
    versions,
    ...(record.toKey && { current: await currentTarget(world, record) }),
    to: plan.to,
    otherRotationRuns: (await records.ofKey(record.key)).some(({ closedAt }) => closedAt === undefined),
    dependents: [...(await membersOfPlan(plans, trial.planId)), ...(plan.dependents.ownedElsewhere ?? [])],
    moves: (await records.moves(record.id)).filter(({ to }) => to === plan.to),
    reading: await audit.read(record.key, { from: new Date(trial.startedAt), to: now() }),
    rules: current && classOf(await policy(), record.key, current.tags),
  };
}

async function act(
  world: World,
  record: RotationRecord,
  { trial, verdict }: { trial: Trial; verdict: Verdict },
): Promise<{ state: string; next?: { lookAt: string; observe: boolean } }> {
  switch (verdict.is) {
    case 'reopen':
      await endTrial(world, record, { ...verdict, state: 'reopened' });
      return { state: 'reopened' };
    case 'stop':
      await endTrial(world, record, { ...verdict, state: 'held' });
      return { state: 'held' };
    case 'retire':
      await retire(world, record, trial);
      return { state: 'retired' };
    case 'go-on': {
      const { lookAt, observe } = verdict;
      if (observe) await noteRound(world, record, { ...trial, observedAt: lookAt });
      return { state: 'trial', next: { lookAt, observe } };
    }
  }
}

const noteRound = async ({ records }: World, { id, retirement }: RotationRecord, trial: Trial): Promise<void> => {
  if (retirement) await records.noteRetirement(id, { ...retirement, trial });
};

/** What the looks of the trial have found last is what the record keeps, with what the log proves of it. */
async function retire(world: World, record: RotationRecord, { planId, versions }: Trial): Promise<void> {
  const at = world.now().toISOString();
  const current = await currentTarget(world, record);
  const { to } = await world.plans.get(planId);
  const moves = (await world.records.moves(record.id)).filter((move) => move.to === to);
  const dependents = await membersOfPlan(world.plans, planId);
  await movesByLog(world, { rotationId: record.id, dependents, moves, current });
  for (const version of versions)
    await world.records.noteStep(record.id, { name: `retire ${version}`, at, outcome: 'disabled' });
  const { trial: _over, complaints: _answered, ...rest } = record.retirement ?? {};
  await world.records.noteRetirement(record.id, { ...rest, state: 'retired', at, reasons: [] });
  await world.alerts.raise(retirementDone(record));
}
