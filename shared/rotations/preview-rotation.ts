import { discoverUsers } from '../audit/discover-users';
import { hashOf } from '../hash';
import { keyId, type KeyUrl } from '../keys/key-url';
import type { World } from '../world';
import { mayUseThere } from './may-use-there';
import { lagsOf } from './expected-duration';
import { currentOf, gatherKeyFacts } from './key-facts';
import { KeyMissing } from './rotation-errors';
import { planRotation } from './plan-rotation';
import type { RotationPlan } from './plan';
import type { Cause } from './request';

/** What is looked at, and how old what is read of other resources may be; without an age all is read now. */
interface Preview {
  readonly key: KeyUrl;
  readonly cause: Cause;
  readonly toKey?: KeyUrl;
  readonly toCurrent?: boolean;
  readonly notOlderThan?: Date;
}

/** What a rotation of the key would do if it began now. Writes nothing. Throws `KeyMissing` when there is no version to start from. */
export async function previewRotation(
  world: Pick<World, 'keys' | 'records' | 'policy' | 'dependents' | 'audit' | 'lagBook' | 'access' | 'doctor' | 'now'>,
  { key, cause, toKey, toCurrent = false, notOlderThan }: Preview,
): Promise<RotationPlan> {
  const facts = await gatherKeyFacts(world, key);
  const current = currentOf(facts);
  if (!current) throw new KeyMissing(key, facts.presence);
  const target = toCurrent ? { from: facts.versions.at(-2) ?? current, to: current } : { from: current };
  const [discovery, refusedRights] = await Promise.all([
    discoverUsers(world, key, { rights: true, ...(notOlderThan && { notOlderThan }) }),
    world.doctor.rightsMissingAt(key, { setsPolicy: facts.class?.nativePolicy === 'set' }),
  ]);
  const lagOf = await lagsOf(world, discovery);
  const mayUseIt = toKey && (await mayUseThere(world, toKey));
  const id = `${keyId(key)}-preview-${hashOf(facts.now.toISOString()).slice(0, 8)}`;
  const input = { id, cause, facts, discovery, ...target, weaknesses: [], lagOf, toKey, mayUseIt, refusedRights };
  return planRotation(input).plan;
}
