import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { VersionId } from '../../shared/keys/key-url';
import { type KeyVersion, madeBy, operationTag } from '../../shared/keys/key-version';
import { orRefused } from '../../shared/refusal';
import type { RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import type { World } from '../../shared/world';
import { step } from '../durable';

/** Longer than a create call may take (three minutes), so that a claim outlives the call of an owner that died. */
const leaseSeconds = 300;

/**
 * Makes the new key version, once per rotation: the tag is written by the creating call itself, and creating is claimed
 * first, so that a second delivery at the same moment waits and then finds the version. Does nothing for a re-wrap.
 */
export const createVersion = step({
  name: 'createVersion',
  input: z.object({ rotationId: z.string(), planId: z.string() }),
  output: z.union([z.object({ to: VersionId }), z.object({ refused: z.string() })]),
  async run({ rotationId, planId }, world) {
    const record = await recordOf(world, rotationId);
    if (record.to !== undefined) return { to: record.to };
    const { expiresOn } = await world.plans.get(planId);
    const made = await orRefused(
      async () => (await existing(world, record)) ?? (await create(world, record, expiresOn)),
    );
    if ('refused' in made) return made;

    await world.records.update(rotationId, { to: made.version });
    await world.records.noteStep(rotationId, {
      name: 'create version',
      at: world.now().toISOString(),
      outcome: `${made.version}${made.expiresOn ? `, expires on ${made.expiresOn}` : ''}`,
    });
    return { to: made.version };
  },
});

const existing = async ({ keys }: World, { key, id }: RotationRecord): Promise<KeyVersion | undefined> =>
  madeBy(await keys.versions(key), id);

async function create(world: World, record: RotationRecord, expiresOn: string | undefined): Promise<KeyVersion> {
  const { key, from, id } = record;
  const claim = { key, from, owner: randomUUID(), leaseSeconds };
  if (!(await world.claims.acquire(claim))) {
    throw new Error(
      `Another delivery of rotation ${id} is creating the version; waiting for it or for its claim to end`,
    );
  }
  const versions = await world.keys.versions(key);
  const model = versions.find(({ version }) => version === from);
  if (!model)
    throw new Error(`Expected version ${from} of ${key}, from which the rotation started, but it is not listed`);
  const made = madeBy(versions, id) ?? (await createClaimed(world, model, { id, expiresOn }));
  await world.claims.release(claim);
  return made;
}

/** The claim is kept when the answer is lost: only a listing after the lease can tell whether the vault made the version. */
async function createClaimed(
  { keys }: World,
  model: KeyVersion,
  { id, expiresOn }: { id: string; expiresOn: string | undefined },
): Promise<KeyVersion> {
  const tags = { ...model.tags, [operationTag]: id };
  return keys.createLike(model, { tags, ...(expiresOn && { expiresOn }) });
}
