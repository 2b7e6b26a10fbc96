import type { Policy } from '../policy/policy';
import type { AccessFacts } from './facts';

/** Who may reach which key: roles, access policies, local roles of Managed HSMs, and the directory behind them. */
export interface Access {
  /**
   * As old as `notOlderThan` at most; without it, read now. Of whom events told in the meantime stands in `heardOf`, by id. What may
   * not be read is named in it; throws for faults that may pass.
   */
  facts(
    scope: Pick<Policy['scope'], 'vaults' | 'subscriptions'>,
    notOlderThan?: Date,
    heardOf?: readonly string[],
  ): Promise<AccessFacts>;
}
