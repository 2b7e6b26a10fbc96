import { adaptivePace, type Pace } from '../pace';
import type { KeyWrapping } from './key-wrapping';
import { vaultOf } from './key-url';

/** Key wrapping that keeps to what each vault takes: one pace per vault, shared by everything in this process. */
export const pacedWrapping = (wrapping: KeyWrapping, surroundings: Parameters<typeof adaptivePace>[0]): KeyWrapping => {
  const paces = new Map<string, Pace>();
  const paceOf = (vault: string): Pace => {
    const pace = paces.get(vault) ?? adaptivePace(surroundings);
    paces.set(vault, pace);
    return pace;
  };
  return {
    unwrap: (wrapped) => paceOf(vaultOf(wrapped.key))(() => wrapping.unwrap(wrapped)),
    wrap: (open) => paceOf(vaultOf(open.key))(() => wrapping.wrap(open)),
  };
};
