import { KeyUrl, nameOf } from '../keys/key-url';
import { madeBy } from '../keys/key-version';
import type { World } from '../world';
import { RewrapError } from '../errors';

/** Key Vault's limit is 127 characters. */
const longestName = 127;

/**
 * The key that is to take the place of this one in the clean vault: of the same name, unless somebody has taken that. Whoever
 * asks again after the key was made gets the same answer.
 */
export async function cleanKeyFor(
  { keys }: Pick<World, 'keys'>,
  { key, vault, rotationId }: { key: KeyUrl; vault: string; rotationId: string },
): Promise<KeyUrl> {
  const like = KeyUrl.parse(`${vault}/keys/${nameOf(key)}`);
  const isFree = (await keys.presence(like)) === 'absent';
  if (isFree || madeBy(await keys.versions(like), rotationId)) return like;
  const suffix = `-${rotationId.slice(-8)}`;
  return KeyUrl.parse(`${vault}/keys/${nameOf(key).slice(0, longestName - suffix.length)}${suffix}`);
}

/** Somebody else has made a key of the name meanwhile: a version of it would not be a clean key. */
export class CleanKeyTaken extends RewrapError {
  readonly code = 'clean-key-taken';
  readonly status = 409;
  constructor(key: KeyUrl) {
    super(
      `Expected ${key} to be free for a new key, but somebody else has made one. Find out who, then ask for the emergency rotation again.`,
    );
  }
}
