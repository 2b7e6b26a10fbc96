import { hashOf } from '../shared/hash';
import { keyId, type KeyUrl } from '../shared/keys/key-url';

/** Id of a wish to rotate the key. Wishes for which `same` is equal are one. */
export const requestId = (key: KeyUrl, ...same: readonly string[]): string => `${keyId(key)}-${hashOf(key, ...same)}`;
