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
