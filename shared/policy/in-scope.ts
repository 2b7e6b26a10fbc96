import { vaultOf, type KeyUrl } from '../keys/key-url';
import type { Policy } from './policy';

/** Whether the key's vault is one that Rewrap may touch. */
export const inScope = ({ scope }: Policy, key: KeyUrl): boolean => scope.vaults.includes(vaultOf(key));
