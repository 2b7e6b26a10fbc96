import * as z from 'zod';
import { KeyUnknown } from '../../shared/keys/key-errors';
import { orRefused } from '../../shared/refusal';
import { recordOf } from '../../shared/rotations/record-of';
import type { VersionProof } from '../../shared/world';
import { step } from '../durable';

/** Lets the new version do its job once, and the old one open what it closed, before anything depends on the new one. */
export const proveVersion = step({
  name: 'proveVersion',
  input: z.object({ rotationId: z.string() }),
  output: z.object({ refused: z.string().optional() }),
  async run({ rotationId }, world) {
    const { key, from, to } = await recordOf(world, rotationId);
    if (to === undefined) return { refused: `Rotation ${rotationId} has no version to prove` };
    const proof = await orRefused(() => world.keys.prove(key, { from, to }).catch(notThereYet));
    const outcome = 'refused' in proof ? `refused: ${proof.refused}` : wording(proof);
    await world.records.noteStep(rotationId, { name: 'prove version', at: world.now().toISOString(), outcome });
    return 'refused' in proof ? proof : {};
  },
});

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
