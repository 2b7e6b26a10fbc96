import { RewrapError } from '../errors';
import { type KeyUrl, recoverCommand } from '../keys/key-url';
import type { KeyPresence } from '../world';

/** There is no live key to rotate. */
export class KeyMissing extends RewrapError {
  readonly code = 'key-missing';
  readonly status = 404;
  constructor(key: KeyUrl, presence: KeyPresence) {
    super(
      presence === 'soft-deleted'
        ? `Expected ${key} to be live, but it was deleted. Recover it with "${recoverCommand(key)}", then try again.`
        : `Expected ${key} to exist, but its vault has no such key. Check the name of the key and of the vault.`,
    );
  }
}

/** A rotation id that no record bears. */
export class RotationUnknown extends RewrapError {
  readonly code = 'rotation-unknown';
  readonly status = 404;
  constructor(id: string) {
    super(
      `Expected "${id}" to be the id of a rotation, but there is no record of it. List them with GET /api/rotations.`,
    );
  }
}

/** Somebody else made a version of the key after the rotation had begun. */
export class Overtaken extends RewrapError {
  readonly code = 'overtaken';
  readonly status = 409;
  constructor(key: KeyUrl, version: string) {
    super(
      `Expected no newer version of ${key} since the rotation began, but somebody made ${version}. Nothing was made: the ` +
        'sweep follows that version if the policy allows it; ask for a rotation again if that is not what you want.',
    );
  }
}
