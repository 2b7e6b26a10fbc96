import { join } from 'node:path';
import { print } from '../local/output';
import { openRun } from '../local/process/run';
import { figure, type Figure } from './figure';
import { crowdedEstate } from './rotation';

/** How many dependents over how many subscriptions, and how many times the documented rates are granted. */
export interface PacingWishes {
  readonly dependents: number;
  readonly subscriptions: number;
  readonly scale: number;
}

/** Per subscription, principal and kind. Source: Azure Resource Manager request limits and throttling. */
const documented = { reads: { size: 250, perSecond: 25 }, writes: { size: 200, perSecond: 10 } };

/** Seconds for so many calls against a full bucket. */
const secondsFor = (calls: number, { size, perSecond }: { size: number; perSecond: number }, scale: number): number =>
  Math.max(0, calls - size * scale) / (perSecond * scale);

/** Reads of a storage account: when it is found, of its encryption scopes, before the write, and to prove it. */
const reads = { toFind: 2, toMove: 2 };
/** Reads of a subscription: whether it can be read, its groups, its deny assignments. */
const readsOfSubscription = 3;

/** What the buckets allow at best, in seconds, where the search is shared. No write can precede the end of the search. */
export const bestPace = ({ dependents, subscriptions, scale }: PacingWishes): number => {
  const each = Math.ceil(dependents / subscriptions);
  const toFind = reads.toFind * each + readsOfSubscription;
  return Math.max(
    secondsFor(toFind + reads.toMove * each, documented.reads, scale),
    secondsFor(toFind, documented.reads, scale) + secondsFor(each, documented.writes, scale),
  );
};

/** A sweep meanwhile would search, too. */
const withoutSweep = { 'AzureWebJobs.sweep.Disabled': 'true' };

/** Rotates a key whose dependents are so many that Azure Resource Manager's limits decide how long it takes. */
export async function measurePacing(wishes: PacingWishes): Promise<readonly Figure[]> {
  const { dependents, subscriptions, scale } = wishes;
  const run = await openRun(join(__dirname, '../.local/run'));
  try {
    const crowd = { crowd: dependents, crowdSubscriptions: subscriptions, armScale: scale };
    const { api, operator, rotate } = await crowdedEstate(run, { ...crowd, settings: withoutSweep });
    const { each, unproven, pending, activities } = await rotate();
    const seconds = (each * dependents) / 1_000;
    const ideal = bestPace(wishes);
    const buckets = await operator.pacing();
    const sumOf = (field: 'throttled' | 'putOff') => buckets.reduce((sum, bucket) => sum + bucket[field], 0);
    const stranded = await api.stranded();
    const where = `${dependents} dependents, ${subscriptions} subscriptions, ${scale} x the documented rates`;
    print(`${where}: at best ${ideal.toFixed(1)} s, took ${seconds.toFixed(1)} s`);
    return [
      figure('rotation at best, by the token buckets', 's', [ideal]),
      figure('rotation', 's', [seconds]),
      figure('rotation, to the best', 'x', [seconds / ideal], 1.25),
      figure('answers 429 that the emulator gave', '', [await api.throttled()], 0),
      figure('answers 429 that the app saw', '', [sumOf('throttled')], 0),
      figure('calls put off before they were made', '', [sumOf('putOff')]),
      figure('looks that ended as pending', '', [pending]),
      figure('activities, per dependent', '', [activities / dependents]),
      figure('dependents not proven', '', [unproven], 0),
      figure('resources without their key', '', [stranded.length], 0),
    ];
  } finally {
    await run.end();
  }
}
