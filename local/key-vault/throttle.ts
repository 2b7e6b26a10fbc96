import { VaultRefusal } from './errors';
import { isHsm } from './key-flavours';
import type { Kty } from './key';
import type { MaterialSpec } from './material/material';
import type { Operation } from './operations';

/** Transactions per ten seconds and vault. Source: Key Vault service limits. */
const perWindow = {
  create: { hsm: 10, software: 20 },
  use: {
    hsm: { 2048: 2000, 3072: 500, 4096: 250, other: 2000 },
    software: { 2048: 4000, 3072: 1000, 4096: 500, other: 4000 },
  },
  import: 300,
  vault: 4000,
};

const windowMs = 10_000;

/** What a call is about, as far as the limits ask; `undefined` for calls about the vault as a whole. */
export type Subject = { kty: Kty; spec: MaterialSpec } | undefined;

/**
 * The published limits over a sliding window. Calls of one class share one budget, each costs one over its own limit (the
 * weighted sum of the documentation). Refused calls cost nothing. Rotate counts as create; that is unverified, as is
 * Retry-After, which is not sent: the documentation does not promise it.
 */
export function throttle(milliseconds: () => number, subscription?: SubscriptionLimits) {
  const budgets = budgetsBy(milliseconds);
  return (operation: Operation, subject: Subject) => {
    const { budget, limit } = classOf(operation, subject);
    const counted = [
      { within: budgets(budget), cost: 1 / limit },
      ...(subscription ? [{ within: subscription(budget), cost: 1 / (limit * timesPerSubscription) }] : []),
    ];
    if (!counted.every(({ within, cost }) => within.fits(cost))) throw throttled(budget, limit);
    for (const { within, cost } of counted) within.take(cost);
  };
}

/** All vaults of a subscription in a region together have so many times what one has. */
const timesPerSubscription = 5;

/** Counts the calls of all vaults of one subscription and region. */
export type SubscriptionLimits = (budget: string) => SlidingBudget;
export const subscriptionLimits = (milliseconds: () => number): SubscriptionLimits => budgetsBy(milliseconds);

const budgetsBy = (milliseconds: () => number): SubscriptionLimits => {
  const budgets = new Map<string, SlidingBudget>();
  return (name) => {
    const budget = budgets.get(name) ?? slidingBudget(milliseconds);
    budgets.set(name, budget);
    return budget;
  };
};

/** One budget of so many calls in ten seconds, whatever they are, in place of the published limits: for measurements. */
export function flatThrottle(milliseconds: () => number, callsPerTenSeconds: number) {
  const all = slidingBudget(milliseconds);
  const cost = 1 / callsPerTenSeconds;
  return () => {
    if (!all.fits(cost)) throw throttled('all', callsPerTenSeconds);
    all.take(cost);
  };
}

const throttled = (budget: string, limit: number) =>
  new VaultRefusal(
    429,
    'Throttled',
    `Expected at most ${limit} calls of class ${budget} in 10 s, found more: slow down.`,
  );

interface SlidingBudget {
  readonly fits: (cost: number) => boolean;
  readonly take: (cost: number) => void;
}

/** Shares of a budget of one; what was taken comes back after ten seconds. */
function slidingBudget(milliseconds: () => number): SlidingBudget {
  let taken: { at: number; cost: number }[] = [];
  let oldest = 0;
  let sum = 0;
  const giveBack = (now: number) => {
    for (let first = taken[oldest]; first && now - first.at >= windowMs; first = taken[oldest]) {
      sum -= first.cost;
      oldest += 1;
    }
    if (oldest < taken.length / 2) return;
    taken = taken.slice(oldest);
    oldest = 0;
    if (taken.length === 0) sum = 0;
  };
  return {
    fits(cost) {
      giveBack(milliseconds());
      // A rounding error must not cost the last call of a window.
      return sum + cost <= 1 + 1e-9;
    },
    take(cost) {
      taken.push({ at: milliseconds(), cost });
      sum += cost;
    },
  };
}

function classOf(operation: Operation, subject: Subject): { budget: string; limit: number } {
  if (operation === 'import') return { budget: 'import', limit: perWindow.import };
  if (!subject) return { budget: 'vault', limit: perWindow.vault };
  const place = isHsm(subject.kty) ? 'hsm' : 'software';
  const creates = operation === 'create' || operation === 'rotate';
  if (creates) return { budget: `create-${place}`, limit: perWindow.create[place] };
  const size = subject.spec.kind === 'RSA' ? subject.spec.size : 'other';
  return { budget: `use-${place}`, limit: perWindow.use[place][size] };
}
