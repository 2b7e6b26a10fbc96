import type { Policy } from '../policy/policy';
import type { AccessFacts } from './facts';

/** Who may reach which key: roles, access policies, local roles of Managed HSMs, and the directory behind them. */
export interface Access {
  /**
   * As old as `notOlderThan` at most; without it, read now. What may not be read is named in it; throws for faults that may pass.
   * All groups are read whole, unless `heardOf` says of which groups and others events told since the last look: then those, and
   * the ones of which the directory tells that they changed. It may tell that some minutes late.
   */
  facts(
    scope: Pick<Policy['scope'], 'vaults' | 'subscriptions'>,
    notOlderThan?: Date,
    heardOf?: readonly string[],
  ): Promise<AccessFacts>;
}
