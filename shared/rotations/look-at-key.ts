import type { KeyUrl } from '../keys/key-url';
import { keyId } from '../keys/key-url';
import { hashOf } from '../hash';
import type { World } from '../world';
import { isForeign } from './decide-rotation';
import { dueForRotation } from './due-for-rotation';
import { currentOf, gatherKeyFacts, type KeyFacts } from './key-facts';
import { postureOf } from './key-state';
import type { Cause, RotationRequest } from './request';

/** How long a rotation that was parked or failed rests before the sweep tries the key again. */
const restAfterFailure = 24 * 3_600_000;

/**
 * Compares one key with the policy and writes what it saw to the posture. Answers the request that is due, if any; its
 * id follows from the version, so that every sweep asks for the same thing only once.
 */
export async function lookAtKey(world: World, key: KeyUrl): Promise<RotationRequest | undefined> {
  const facts = await gatherKeyFacts(world, key);
  const discovery = await world.dependents.find(key, await world.policy());
  await world.posture.put(postureOf(facts, discovery));
  const current = currentOf(facts);
  if (!current || current.managed) return undefined;

  if (isForeign(facts)) return request(facts, 'foreign-version', 'someone else made a version');
  if (!facts.class || resting(facts)) return undefined;
  const { state, because } = dueForRotation(current, facts.class, facts.native, facts.now);
  return state === 'current' ? undefined : request(facts, 'schedule', because);
}

function resting({ records: [last], now }: KeyFacts): boolean {
  if (!last || !['parked', 'failed'].includes(last.state)) return false;
  return now.getTime() - new Date(last.closedAt ?? last.startedAt).getTime() < restAfterFailure;
}

function request({ key, now, records, versions }: KeyFacts, cause: Cause, reason: string): RotationRequest {
  const version = versions.at(-1)?.version ?? '';
  const attempt = records.filter(({ from }) => from === version).length;
  return {
    id: `${keyId(key)}-${hashOf(cause, key, version, String(attempt)).slice(0, 16)}`,
    key,
    cause,
    reason,
    requestedBy: 'sweep',
    requestedAt: now.toISOString(),
    version,
  };
}
