import * as z from 'zod';
import { part, workflow } from './durable';
import { listVaults } from './steps/list-vaults';
import { retryAlerts } from './steps/retry-alerts';
import { serveUnfinished } from './steps/serve-unfinished';
import { sweepKeys } from './steps/sweep-keys';
import { tellOfVault } from './steps/tell-of-vault';

/** Looks at every key of one vault, page by page, and starts no more rotations than it may. */
export const sweepVault = part({
  name: 'sweepVault',
  input: z.object({ vault: z.string(), starts: z.int().optional() }),
  output: z.object({ keys: z.int() }),
  *story(durable, { vault, starts }) {
    let keys = 0;
    let left = starts;
    let from: string | undefined;
    let searchedSince: string | undefined;
    let again: boolean | undefined;
    do {
      const page = yield* durable.call(sweepKeys, {
        vault,
        ...(from !== undefined && { from }),
        ...(left !== undefined && { starts: left }),
        ...(searchedSince !== undefined && { searchedSince }),
      });
      keys += page.keys;
      ({ searchedSince, again } = page);
      if (left !== undefined) left = Math.max(0, left - (page.started ?? 0));
      if (!again) from = page.next;
    } while (again || from !== undefined);
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
    const { vaults, starts } = yield* durable.call(listVaults, {});
    const sweeps = yield* durable.callParts(
      sweepVault,
      vaults.map((vault) => ({ vault, ...(starts !== undefined && { starts }) })),
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
