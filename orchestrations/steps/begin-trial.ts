import { Duration } from 'luxon';
import * as z from 'zod';
import { byAge } from '../../shared/keys/key-version';
import { classOf } from '../../shared/policy/class-of';
import { trialOf } from '../../shared/policy/trial-rules';
import { recordOf } from '../../shared/rotations/record-of';
import type { RotationRecord } from '../../shared/rotations/record';
import { refuseWhenChanged } from '../../shared/rotations/refuse-when-changed';
import { releaseFormer } from '../../shared/rotations/release-former';
import { onTrialBeside } from '../../shared/rotations/trials-beside';
import type { Trial } from '../../shared/rotations/trial';
import type { World } from '../../shared/world';
import { step } from '../durable';

/**
 * Disables the versions that the gate has cleared, on trial. The record says so first, so that whoever finds it after a crash
 * knows what to watch or to enable again. A delivery that comes when its trial is over takes back what it disabled.
 */
export const beginTrial = step({
  name: 'beginTrial',
  input: z.object({
    rotationId: z.string(),
    planId: z.string(),
    slices: z.int(),
    versions: z.array(z.string()),
    cleared: z.iso.datetime(),
  }),
  output: z.object({}),
  async run({ rotationId, ...asked }, world) {
    const record = await recordOf(world, rotationId);
    const trial = await openTrial(world, record, asked);
    if (trial.endsAt !== undefined) return {};

    for (const version of trial.versions) {
      await refuseWhenChanged(world, await recordOf(world, rotationId), version);
      await releaseFormer(world, record, version);
      await world.keys.disable(record.key, version);
    }
    const { retirement } = await recordOf(world, rotationId);
    if (retirement?.state !== 'trial' || retirement.trial?.cleared !== trial.cleared) {
      for (const version of trial.versions) await world.keys.enable(record.key, version);
      throw new Error(
        `Expected the trial of ${record.key} that was cleared at ${trial.cleared} to go on, but it is over`,
      );
    }
    if (retirement.trial.endsAt === undefined) {
      const endsAt = new Date(world.now().getTime() + (await lengthOf(world, record))).toISOString();
      await world.records.noteRetirement(rotationId, { ...retirement, trial: { ...retirement.trial, endsAt } });
    }
    return {};
  },
});

type Asked = Pick<Trial, 'planId' | 'slices' | 'versions' | 'cleared'>;

async function openTrial(
  { records, keys, now }: Pick<World, 'records' | 'keys' | 'now'>,
  { id, key, toKey, retirement }: RotationRecord,
  { versions, ...asked }: Asked,
): Promise<Trial> {
  if (retirement?.state === 'trial' && retirement.trial?.cleared === asked.cleared) return retirement.trial;
  if (retirement?.state === 'retired' || (retirement && retirement.at > asked.cleared))
    throw new Error(
      `Expected the retirement of ${key} as the gate cleared it at ${asked.cleared}, but it went on since`,
    );
  const beside = toKey ? await onTrialBeside({ records }, { id, key }) : new Set<string>();
  const enabled = (await keys.versions(key)).filter(
    (held) => versions.includes(held.version) && (held.enabled || beside.has(held.version)),
  );
  const startedAt = now().toISOString();
  const trial = { ...asked, versions: enabled.map(({ version }) => version), startedAt };
  await records.noteRetirement(id, { ...retirement, state: 'trial', at: startedAt, reasons: [], trial });
  return trial;
}

/** By the rules that hold now, of the class that the key's current version is in. */
async function lengthOf({ keys, policy }: Pick<World, 'keys' | 'policy'>, { key }: RotationRecord): Promise<number> {
  const current = (await keys.versions(key)).toSorted(byAge).at(-1);
  const rules = current && classOf(await policy(), key, current.tags);
  return Duration.fromISO(trialOf(rules)).toMillis();
}
