import * as z from 'zod';
import { KeyUnknown } from '../../shared/keys/key-errors';
import type { KeyUrl } from '../../shared/keys/key-url';
import { orRefused } from '../../shared/refusal';
import { validity } from '../../shared/rotations/preflight';
import { recordOf } from '../../shared/rotations/record-of';
import type { VersionProof, World } from '../../shared/world';
import { step } from '../durable';

/** Lets the new version do its job once, and the old one open what it closed, before anything depends on the new one. */
export const proveVersion = step({
  name: 'proveVersion',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ refused: z.string().optional() }),
  async run({ rotationId }, world) {
    const { key, from, to } = await recordOf(world, rotationId);
    if (to === undefined) return { refused: `Rotation ${rotationId} has no version to prove` };
    const unusable = await whyUnusable(world, key, to);
    const proof = unusable
      ? { refused: unusable }
      : await orRefused(() => world.keys.prove(key, { from, to }).catch(notThereYet));
    const outcome = 'refused' in proof ? `refused: ${proof.refused}` : wording(proof);
    await world.records.noteStep(rotationId, { name: 'prove version', at: world.now().toISOString(), outcome });
    return 'refused' in proof ? proof : {};
  },
});

/** A version that somebody has disabled since it was made would take along whatever moved to it. */
async function whyUnusable({ keys, now }: World, key: KeyUrl, to: string): Promise<string | undefined> {
  const version = (await keys.versions(key)).find((listed) => listed.version === to);
  const flaws = version ? validity(version, now()) : [];
  if (flaws.length === 0) return undefined;
  return `Expected version ${to} of ${key} to be usable, but it is ${flaws.join(' and ')}. Find out who changed it; if it is good, enable it.`;
}

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
