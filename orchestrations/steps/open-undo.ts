import * as z from 'zod';
import { undoRefused } from '../../shared/alerts/undo-wording';
import { hashOf } from '../../shared/hash';
import { KeyUrl, VersionId } from '../../shared/keys/key-url';
import { refusalToUndo } from '../../shared/rotations/ask-undo';
import { planUndo } from '../../shared/rotations/plan-undo';
import { Wave, type RotationPlan } from '../../shared/rotations/plan';
import type { RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import type { Undo } from '../../shared/rotations/undo';
import type { World } from '../../shared/world';
import { step } from '../durable';

/** Longer than the last step of a retirement takes, from its look at the record to the vault's answer. */
const untilRetirementSeesIt = 3 * 60_000;

const Opened = z.object({
  key: KeyUrl,
  from: VersionId.describe('The version that the rotation moved to'),
  to: VersionId.describe('The former version'),
  planId: z.string(),
  waves: z.array(Wave),
  notBefore: z.iso
    .datetime()
    .optional()
    .describe('Nothing may move before a retirement has seen that the rotation is off'),
});

/**
 * Begins what an operator ordered: marks the rotation, so that neither a repair nor its retirement goes on, and writes down who
 * is to go back. Answers with the undo's state where there is nothing (more) to do; a rotation under way begins it at its end.
 */
export const openUndo = step({
  name: 'openUndo',
  input: z.object({ rotationId: z.string() }),
  output: z.union([Opened, z.object({ state: z.string() })]),
  async run({ rotationId }, world) {
    const record = await recordOf(world, rotationId);
    const { undo, closedAt } = record;
    if (undo?.state === 'running' && undo.planId !== undefined)
      return opened(record, await world.plans.get(undo.planId));
    if (undo?.state !== 'asked' || closedAt === undefined) return { state: undo?.state ?? 'none' };

    const refusal = await refusalToUndo(world, record);
    return refusal ? refuse(world, record, { ...undo, because: refusal.message }) : begin(world, record, undo);
  },
});

async function refuse({ records, alerts }: World, record: RotationRecord, undo: Undo & { because: string }) {
  await records.update(record.id, { undo: { ...undo, state: 'refused' } });
  await alerts.raise(undoRefused(record, undo.because));
  return { state: 'refused' };
}

async function begin(world: World, record: RotationRecord, undo: Undo) {
  const plan = await save(world, record);
  return opened(await mark(world, record, { ...undo, state: 'running', planId: plan.id }), plan);
}

async function save(world: World, record: RotationRecord): Promise<RotationPlan> {
  const plan = await world.plans.get(record.planId ?? '');
  const waves = await Promise.all(
    plan.waves.map(async ({ name, slices }) => ({
      name,
      slices: await Promise.all(slices.map(({ number }) => world.plans.slice(plan.id, number))),
    })),
  );
  const back = planUndo({ record, waves, moves: await world.records.moves(record.id) });
  const id = `${record.id}-u${hashOf(record.undo?.at ?? '', JSON.stringify(back)).slice(0, 8)}`;
  const undoing = { ...plan, id, waves: back.waves };
  await world.plans.save(undoing, back.slices);
  return undoing;
}

/** The record stays closed, so that no step of the rotation itself moves anything; a proven one is not proven any more. */
async function mark(world: World, { id, closedAt }: RotationRecord, undo: Undo): Promise<RotationRecord> {
  const because = `taken back: ${undo.reason}`;
  await world.records.noteStep(id, {
    name: 'take back',
    at: world.now().toISOString(),
    outcome: `begun by ${undo.requestedBy}: ${undo.reason}`,
  });
  return world.records.update(id, { undo, state: 'parked', because, closedAt });
}

const opened = (
  { key, from, to, undo, retirement }: RotationRecord,
  { id, waves }: RotationPlan,
): z.infer<typeof Opened> => {
  if (to === undefined) throw new Error(`Expected the undo of a rotation of ${key} to know its version, found none`);
  const seen = new Date(Date.parse(undo?.at ?? '') + untilRetirementSeesIt).toISOString();
  return { key, from: to, to: from, planId: id, waves, ...(retirement && { notBefore: seen }) };
};
