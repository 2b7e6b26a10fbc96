import { releaseWanted } from '../alerts/approval-wording';
import { RewrapError } from '../errors';
import type { Workflows, World } from '../world';
import { isOneOf, OwnWish } from './decide-approval';
import type { Finding } from './finding';
import { isReleasable, namesOf, releaseDigest, type HoldRelease } from './hold-release';
import type { RotationRecord } from './record';
import { recordOf } from './record-of';

const lapsesAfterMs = 7 * 24 * 3_600_000;

/** The hold stays, because there is none, or two people's word is not enough. `code` says which. */
export class ReleaseRefused extends RewrapError {
  readonly status = 409;
  readonly code: string;
  readonly nextStep: string;
  constructor({ code, message, nextStep }: Finding) {
    super(`Expected a hold that two people may release. ${message}.`);
    this.code = code;
    this.nextStep = `${nextStep}.`;
  }
}

interface Person {
  readonly id: string;
  readonly name: string;
}

/**
 * Asks that the old versions of a rotation are no longer held for the reasons that hold them now. Nothing changes until a
 * second person approves it. @throws {RotationUnknown} {ReleaseRefused}
 */
export async function askRelease(
  { records, alerts, now }: Pick<World, 'records' | 'alerts' | 'now'>,
  id: string,
  { reason, caller }: { reason: string; caller: Person },
): Promise<RotationRecord> {
  const record = await recordOf({ records }, id);
  const reasons = namesOf(heldFor(record));
  const at = now();
  const until = new Date(at.getTime() + lapsesAfterMs).toISOString();
  const wish = { reasons, reason, requestedBy: caller.name, at: at.toISOString(), until };
  const holdRelease: HoldRelease = { ...wish, digest: releaseDigest(wish) };
  const asked = await records.update(id, { holdRelease });
  await records.noteStep(id, {
    name: `ask release ${holdRelease.digest.slice(0, 8)}`,
    at: wish.at,
    outcome: `${caller.name} asks that ${reasons.map(({ code }) => code).join(', ')} no longer hold: ${reason}`,
  });
  await alerts.raise(releaseWanted(asked, holdRelease));
  return asked;
}

/** What holds the old versions now. @throws {ReleaseRefused} unless all of it may be released */
function heldFor({ key, state, retirement }: RotationRecord): readonly Finding[] {
  const { state: at = 'waiting', reasons = [] } = retirement ?? {};
  if (state !== 'proven' || at !== 'held' || reasons.length === 0) {
    throw new ReleaseRefused({
      code: 'not-held',
      message: `The old version of ${key} is not held: the rotation is ${state}, the retirement ${at}`,
      nextStep: 'Read the rotation again',
    });
  }
  const other = reasons.find((finding) => !isReleasable(finding));
  if (other) {
    throw new ReleaseRefused({
      code: 'hold-not-releasable',
      message: `${other.message}, and nobody may release that (${other.code})`,
      nextStep: other.nextStep,
    });
  }
  return reasons;
}

interface Word {
  readonly digest: string;
  readonly reason: string;
  readonly caller: Person;
}

/**
 * A second person agrees to the release: it is written, and the gate is asked at once, which looks at everything anew.
 * @throws {RotationUnknown} {ReleaseRefused} {OwnWish}
 */
export async function approveRelease(
  world: Pick<World, 'records' | 'ownIdentities' | 'now'> & { readonly workflows: Workflows },
  id: string,
  { digest, reason, caller }: Word,
): Promise<RotationRecord> {
  const record = await recordOf(world, id);
  const { holdRelease: wish } = record;
  const at = world.now().toISOString();
  if (wish?.digest !== digest || at >= wish.until) {
    throw new ReleaseRefused({
      code: 'release-not-wanted',
      message: `Nobody asks for the release ${digest} of ${record.key}, or the wish has lapsed`,
      nextStep: `Read the rotation again: POST /api/rotations/${id}/release-hold asks for one`,
    });
  }
  if (world.ownIdentities.includes(caller.id.toLowerCase()) || isOneOf([wish.requestedBy], caller.id))
    throw new OwnWish();
  if (wish.approved) return record;
  const approved = { by: caller.name, at, reason };
  const released = await world.records.update(id, { holdRelease: { ...wish, approved } });
  await world.records.noteStep(id, {
    name: `approve release ${digest.slice(0, 8)}`,
    at,
    outcome: `${caller.name} agrees: ${reason}`,
  });
  await world.workflows.start('retireVersion', `retire-${id}`, { rotationId: id });
  return released;
}
