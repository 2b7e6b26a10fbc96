import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { VersionId } from '../../shared/keys/key-url';
import { byAge, type KeyVersion, madeBy, operationTag } from '../../shared/keys/key-version';
import { TooFast } from '../../shared/pace';
import { asUrgent } from '../../shared/pacing/asking';
import { orRefused } from '../../shared/refusal';
import { isEmergency } from '../../shared/rotations/request';
import { Overtaken } from '../../shared/rotations/rotation-errors';
import type { RotationRecord } from '../../shared/rotations/record';
import { CleanKeyTaken } from '../../shared/rotations/clean-key';
import { recordOf } from '../../shared/rotations/record-of';
import { targetOf } from '../../shared/rotations/target-of';
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
  output: z.union([
    z.object({ to: VersionId }),
    z.object({ refused: z.string() }),
    z.object({ comeBackAt: z.iso.datetime() }).describe('The vault makes few keys a second: it is our turn then'),
  ]),
  async run({ rotationId, planId }, world) {
    const record = await recordOf(world, rotationId);
    if (record.to !== undefined) return { to: record.to };
    const { expiresOn } = await world.plans.get(planId);
    const made = await asUrgent(isEmergency(record.cause), () =>
      orRefused(async () => (await existing(world, record)) ?? (await create(world, record, expiresOn))),
    ).catch(inTurn(world.now()));
    if (!('version' in made)) return made;

    await world.records.update(rotationId, { to: made.version });
    await world.records.noteStep(rotationId, {
      name: 'create version',
      at: world.now().toISOString(),
      outcome: `${record.toKey ? `${record.toKey}/` : ''}${made.version}${made.expiresOn ? `, expires on ${made.expiresOn}` : ''}`,
    });
    return { to: made.version };
  },
});

/** Every retry of the engine waits twice as long as the one before; many rotations at once would leave the vault idle meanwhile. */
const inTurn = (now: Date) => (error: unknown) => {
  if (!(error instanceof TooFast)) throw error;
  return { comeBackAt: new Date(now.getTime() + (error.retryAfterMs ?? defaultPauseMs)).toISOString() };
};

const defaultPauseMs = 5_000;

const existing = async ({ keys }: World, record: RotationRecord): Promise<KeyVersion | undefined> =>
  madeBy(await keys.versions(targetOf(record)), record.id);

type Made = Pick<KeyVersion, 'version' | 'expiresOn'>;

/**
 * The claim is kept when the answer is lost: only a listing after the lease can tell whether the vault made the version. It
 * is released only when the record names the version, because a replica may list it minutes later; or when the vault took no
 * call, because it is asked too often.
 */
async function create(
  world: World,
  { key, from, id }: RotationRecord,
  expiresOn: string | undefined,
): Promise<Made | { refused: string }> {
  const claim = { key, from, owner: randomUUID(), leaseSeconds };
  if (!(await world.claims.acquire(claim))) {
    throw new Error(
      `Another delivery of rotation ${id} is creating the version; waiting for it or for its claim to end`,
    );
  }
  const made = await orRefused(() => createClaimed(world, id, expiresOn)).catch(async (error: unknown) => {
    if (error instanceof TooFast) await world.claims.release(claim);
    throw error;
  });
  if (!('refused' in made)) await world.records.update(id, { to: made.version });
  await world.claims.release(claim);
  return made;
}

async function createClaimed(world: World, id: string, expiresOn: string | undefined): Promise<Made> {
  const record = await recordOf(world, id);
  if (record.to !== undefined) return { version: record.to };
  const { key, from } = record;
  const versions = (await world.keys.versions(key)).toSorted(byAge);
  const model = versions.find(({ version }) => version === from);
  if (!model)
    throw new Error(`Expected version ${from} of ${key}, from which the rotation started, but it is not listed`);
  const made = record.toKey ? await madeClean(world, record) : madeBy(versions, id);
  if (made) return made;
  await mindNewer(world, record, versions.slice(versions.indexOf(model) + 1));
  const tags = { ...model.tags, [operationTag]: id };
  return world.keys.createLike(model, { tags, ...(expiresOn && { expiresOn }), as: targetOf(record) });
}

/** The clean key, if it is there. @throws {CleanKeyTaken} when it is somebody else's. */
async function madeClean({ keys }: World, record: RotationRecord): Promise<KeyVersion | undefined> {
  const versions = await keys.versions(targetOf(record));
  const made = madeBy(versions, record.id);
  if (!made && versions.length > 0) throw new CleanKeyTaken(targetOf(record));
  return made;
}

/** Somebody was faster: a routine rotation is then not needed any more, and an emergency replaces those versions, too. */
async function mindNewer(world: World, { id, key, cause, retires }: RotationRecord, newer: readonly KeyVersion[]) {
  const [first] = newer;
  if (!first) return;
  if (!isEmergency(cause)) throw new Overtaken(key, first.version);
  const all = new Set([...retires, ...newer.map(({ version }) => version)]);
  await world.records.update(id, { retires: [...all] });
}
