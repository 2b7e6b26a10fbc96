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
export function throttle(milliseconds: () => number) {
  const budgets = new Map<string, (cost: number) => boolean>();
  return (operation: Operation, subject: Subject) => {
    const { budget, limit } = classOf(operation, subject);
    const take = budgets.get(budget) ?? slidingBudget(milliseconds);
    budgets.set(budget, take);
    if (!take(1 / limit)) throw throttled(budget, limit);
  };
}

/** One budget of so many calls in ten seconds, whatever they are, in place of the published limits: for measurements. */
export function flatThrottle(milliseconds: () => number, callsPerTenSeconds: number) {
  const take = slidingBudget(milliseconds);
  return () => {
    if (!take(1 / callsPerTenSeconds)) throw throttled('all', callsPerTenSeconds);
  };
}

const throttled = (budget: string, limit: number) =>
  new VaultRefusal(
    429,
    'Throttled',
    `Expected at most ${limit} calls of class ${budget} in 10 s, found more: slow down.`,
  );

/** Takes shares of a budget of one; what was taken comes back after ten seconds. Answers false where too little is left. */
function slidingBudget(milliseconds: () => number): (cost: number) => boolean {
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
  return (cost) => {
    const at = milliseconds();
    giveBack(at);
    // A rounding error must not cost the last call of a window.
    if (sum + cost > 1 + 1e-9) return false;
    taken.push({ at, cost });
    sum += cost;
    return true;
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
