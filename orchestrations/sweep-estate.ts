import * as z from 'zod';
import { part, workflow } from './durable';
import { listVaults } from './steps/list-vaults';
import { retryAlerts } from './steps/retry-alerts';
import { serveUnfinished } from './steps/serve-unfinished';
import { sweepKeys } from './steps/sweep-keys';
import { tellOfVault } from './steps/tell-of-vault';

/** Looks at every key of one vault, page by page. */
export const sweepVault = part({
  name: 'sweepVault',
  input: z.object({ vault: z.string() }),
  output: z.object({ keys: z.int() }),
  *story(durable, { vault }) {
    let keys = 0;
    let from: string | undefined;
    do {
      const page = yield* durable.call(sweepKeys, { vault, ...(from !== undefined && { from }) });
      keys += page.keys;
      from = page.next;
    } while (from !== undefined);
    return { keys };
  },
});

/**
 * The safety net for lost events, and the only way for Managed HSM, which sends none: compares every key in scope with
 * the policy, starts what is due, takes up what an earlier rotation left unfinished, and delivers alerts that are kept.
 */
export const sweepEstate = workflow({
  name: 'sweepEstate',
  input: z.object({}),
  output: z.object({}),
  *story(durable) {
    const { vaults } = yield* durable.call(listVaults, {});
    const sweeps = yield* durable.callParts(
      sweepVault,
      vaults.map((vault) => ({ vault })),
    );
    for (const [n, vault] of vaults.entries()) {
      const sweep = sweeps[n];
      if (sweep && 'failed' in sweep) yield* durable.call(tellOfVault, { vault, because: sweep.failed });
    }
    yield* durable.call(serveUnfinished, {});
    yield* durable.call(retryAlerts, {});
    return {};
  },
});
