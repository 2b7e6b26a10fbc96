import type { KeyUrl } from '../keys/key-url';
import { byAge, type KeyVersion, type NativePolicy } from '../keys/key-version';
import { classOf, type KeyRules } from '../policy/class-of';
import { inScope } from '../policy/in-scope';
import type { Policy } from '../policy/policy';
import type { KeyPresence, World } from '../world';
import type { RotationRecord } from './record';

/** Everything that decisions about one key rest on, gathered at one moment. The vault's word, not an event's. */
export interface KeyFacts {
  readonly key: KeyUrl;
  readonly now: Date;
  /** False when the policy was changed since somebody asked for a rotation: nothing of the key is then touched. */
  readonly inScope: boolean;
  readonly presence: KeyPresence;
  /** Oldest first. */
  readonly versions: readonly KeyVersion[];
  /** Newest first. */
  readonly records: readonly RotationRecord[];
  readonly class?: KeyRules;
  readonly native: NativePolicy;
}

/** Asks the vault, the policy and our own records. Throws what the key store throws, such as `KeyAccessRefused`. */
export async function gatherKeyFacts(
  world: Pick<World, 'keys' | 'records' | 'policy' | 'now'>,
  key: KeyUrl,
): Promise<KeyFacts> {
  const policy: Policy = await world.policy();
  const [presence, records] = await Promise.all([world.keys.presence(key), world.records.ofKey(key)]);
  const [listed, native] =
    presence === 'present' ? await Promise.all([world.keys.versions(key), world.keys.nativePolicy(key)]) : [[], {}];
  const versions = listed.toSorted(byAge);
  const found = classOf(policy, key, versions.at(-1)?.tags ?? {});
  return {
    key,
    now: world.now(),
    inScope: inScope(policy, key),
    presence,
    versions,
    records,
    ...(found && { class: found }),
    native,
  };
}

/** The version that new data is wrapped with. */
export const currentOf = ({ versions }: KeyFacts): KeyVersion | undefined => versions.at(-1);
