import { isNetworkRefusal } from '../../keys/key-errors';
import { readAccess } from '../../standby/access-read';
import { judgeReadiness, type Readiness } from '../../standby/judge-readiness';
import { standInsOf } from '../../standby/stand-ins';
import { type Bounds, whoMayMove } from '../../standby/who-may-move';
import { check, type Check } from '../check';
import type { Found } from '../diagnosis';
import type { Examination } from '../doors';
import { refusedIn, type Tried, tryAll } from '../rights-at';
import { futureKeyProbes } from '../vault-probes';

interface Facts {
  readonly readiness: Readiness;
  /** What we may do with keys that are yet to be made. */
  readonly tried: readonly Tried[];
}

/** Whether the vault answers at all is another check's. */
async function tryFuture(doors: Examination, vault: string): Promise<readonly Tried[]> {
  const knock = (await doors.knocks()).find((each) => each.vault === vault);
  if (!knock || 'silent' in knock || isNetworkRefusal(knock.answer.reason) || knock.answer.status === 401) return [];
  return tryAll(doors, vault, futureKeyProbes);
}

async function gather(doors: Examination, bounds: Bounds): Promise<Facts | undefined> {
  const policy = await doors.policy();
  if (policy.standby.length === 0) return undefined;
  const { ownIdentities: own, now } = doors;
  const places = [...new Set(policy.standby.map(({ vault }) => vault))];
  const [standIns, facts, tried] = await Promise.all([
    standInsOf(doors, now()),
    readAccess(doors, policy, now()),
    // Not after the search, which takes longer than a vault keeps the connection of its knock open.
    Promise.all(places.map((vault) => tryFuture(doors, vault))),
  ]);
  const known = 'unread' in facts ? undefined : facts;
  const wards = await Promise.all(
    standIns.all.map(async (each) => ({ ...each, ...(await whoMayMove(doors, each, { facts: known, bounds })) })),
  );
  return { readiness: { policy, standIns, wards, access: facts, own }, tried: tried.flat() };
}

const noStandby: Found = {
  code: 'no-standby',
  subject: 'standby',
  message: 'The policy names no clean vault: keys that a thief has backed up, exported or had released can go nowhere',
  nextStep: 'Make one as docs/compromise.md says under "Beforehand", and name it under standby in policy.yaml',
  severity: 'info',
};

/**
 * Whether each clean vault of the policy is ready for an emergency: the vault itself, our rights there, those of what is to move,
 * and that nobody could follow.
 */
export const standby = (bounds: Bounds): Check =>
  check({
    name: 'standby',
    gather: (doors) => gather(doors, bounds),
    judge: (facts) => (facts ? [...judgeReadiness(facts.readiness), ...refusedIn(facts.tried)] : [noStandby]),
  });
