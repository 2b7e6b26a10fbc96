import * as z from 'zod';
import { messageOf } from '../../shared/errors';
import { KeyUnknown } from '../../shared/keys/key-errors';
import type { KeyUrl } from '../../shared/keys/key-url';
import { byAge } from '../../shared/keys/key-version';
import { classOf } from '../../shared/policy/class-of';
import { orRefused } from '../../shared/refusal';
import { validity } from '../../shared/rotations/preflight';
import { latencyInWords } from '../../shared/rotations/proof-latency';
import { recordOf } from '../../shared/rotations/record-of';
import { targetOf } from '../../shared/rotations/target-of';
import type { RotationRecord } from '../../shared/rotations/record';
import type { VersionProof, World } from '../../shared/world';
import { step } from '../durable';

/** Lets the new version do its job once, and the old one open what it closed, before anything depends on the new one. */
export const proveVersion = step({
  name: 'proveVersion',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ refused: z.string().optional() }),
  async run({ rotationId }, world) {
    const record = await recordOf(world, rotationId);
    const { to } = record;
    if (to === undefined) return { refused: `Rotation ${rotationId} has no version to prove` };
    const unusable = await whyUnusable(world, targetOf(record), to);
    const begun = world.now().getTime();
    const proof = unusable
      ? { refused: unusable }
      : await orRefused(() => proofOf(world, record, to).catch(notThereYet));
    const took = latencyInWords(world.now().getTime() - begun, await limitOf(world, targetOf(record)));
    const outcome = 'refused' in proof ? `refused: ${proof.refused}` : `${wording(proof)}; ${took}`;
    await world.records.noteStep(rotationId, { name: 'prove version', at: world.now().toISOString(), outcome });
    return 'refused' in proof ? proof : {};
  },
});

/** A key in a clean vault shares nothing with the old one: each shows its half alone. */
async function proofOf({ keys }: World, { key, toKey, from }: RotationRecord, to: string): Promise<VersionProof> {
  if (!toKey) return keys.prove(key, { from, to });
  const made = await keys.prove(toKey, { from: to, to });
  const old = await keys.prove(key, { from, to: from }).catch((error: unknown) => ({
    oldVersionStillOpens: 'not-shown' as const,
    because: messageOf(error),
  }));
  const reasons = [made.because, old.because].filter((because) => because !== undefined);
  return {
    newVersionWorks: made.newVersionWorks,
    oldVersionStillOpens: old.oldVersionStillOpens,
    ...(reasons.length > 0 && { because: reasons.join('; ') }),
  };
}

/** A version that somebody has disabled since it was made would take along whatever moved to it. */
async function whyUnusable({ keys, now }: World, key: KeyUrl, to: string): Promise<string | undefined> {
  const version = (await keys.versions(key)).find((listed) => listed.version === to);
  const flaws = version ? validity(version, now()) : [];
  if (flaws.length === 0) return undefined;
  return `Expected version ${to} of ${key} to be usable, but it is ${flaws.join(' and ')}. Find out who changed it; if it is good, enable it.`;
}

const limitOf = async ({ keys, policy }: World, key: KeyUrl): Promise<string | undefined> => {
  const newest = (await keys.versions(key)).toSorted(byAge).at(-1);
  return classOf(await policy(), key, newest?.tags ?? {})?.proofWithin;
};

const wording = ({ newVersionWorks, oldVersionStillOpens, because }: VersionProof): string =>
  [
    `new version works: ${newVersionWorks}`,
    `old version still opens: ${oldVersionStillOpens}`,
    ...(because ? [because] : []),
  ].join('; ');

/** Replicas of a Managed HSM learn of a new version within six minutes; until then it is worth asking again. */
function notThereYet(error: unknown): never {
  if (error instanceof KeyUnknown) throw new Error(error.message, { cause: error });
  throw error;
}
