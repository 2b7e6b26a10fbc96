import { messageOf } from '../errors';
import { lasts } from '../dependents/reads';
import { KeyAccessRefused, VaultOutsideCloud } from '../keys/key-errors';
import type { Unseen } from './facts';

/** Collects what may not be read. */
export interface Sight {
  readonly unseen: Unseen[];
  /** What was read; nothing, noted with the reason, where the answer will stay a refusal. Other faults may pass. */
  tryTo<T>(
    at: { readonly scope: string; readonly what: string; readonly otherwise?: () => void },
    read: () => Promise<readonly T[]>,
  ): Promise<readonly T[]>;
}

const staysRefused = (error: unknown): boolean =>
  lasts(error) || error instanceof KeyAccessRefused || error instanceof VaultOutsideCloud;

export const sight = (): Sight => {
  const unseen: Unseen[] = [];
  return {
    unseen,
    async tryTo({ scope, what, otherwise }, read) {
      try {
        return await read();
      } catch (error) {
        if (!staysRefused(error)) throw error;
        const because = `${what}: ${messageOf(error)}`;
        // What is refused for one group is refused for all.
        if (!unseen.some((each) => each.scope === scope && each.because === because)) unseen.push({ scope, because });
        otherwise?.();
        return [];
      }
    },
  };
};
