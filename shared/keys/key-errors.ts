import { RewrapError } from '../errors';
import type { KeyUrl } from './key-url';

/** The vault holds no such key or version, not even as a deleted object. */
export class KeyUnknown extends RewrapError {
  readonly code = 'key-unknown';
  readonly status = 404;
  constructor(
    readonly key: KeyUrl,
    readonly version?: string,
    options?: ErrorOptions,
  ) {
    super(
      `Expected ${version === undefined ? key : `version ${version} of ${key}`} in its vault, but it is not there. ` +
        'Check the name, and that the key was not purged.',
      options,
    );
  }
}
