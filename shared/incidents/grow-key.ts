import type { IncidentKey } from './incident';
import { together } from './mode';

/**
 * The row of a key after a call that asks for it. The same call again changes nothing, one that asks for less takes nothing
 * back, and old versions are disabled first whenever that is asked for anew. Pure.
 */
export function growKey(stored: IncidentKey | undefined, asked: IncidentKey): IncidentKey {
  if (!stored) return withContainment(asked, asked);
  const isSame = isSameWish(stored, asked) || isLess(asked, stored);
  if (isSame) return stored.containment === 'immediate' ? stored : withContainment(stored, asked);
  const { containment, contained, containing } = stored;
  const kept = { ...asked, containment, ...(contained && { contained }), ...(containing && { containing }) };
  return withContainment(kept, asked);
}

const withContainment = (row: IncidentKey, { containment }: IncidentKey): IncidentKey =>
  containment === 'immediate' ? { ...row, containment, containing: {} } : row;

const isSameWish = (a: IncidentKey, b: IncidentKey): boolean => a.requestId === b.requestId && a.mode === b.mode;

/** Two calls at the same moment know nothing of each other: the stronger one stands. */
const isLess = (asked: IncidentKey, stored: IncidentKey): boolean => {
  const both = together(stored, asked);
  return both.mode !== asked.mode || both.newDataKeys !== asked.newDataKeys;
};

/** Whether its old versions are still to be disabled before anything else. */
export const isToContain = ({ containment, contained, containing }: IncidentKey): boolean =>
  containing !== undefined || (containment === 'immediate' && contained === undefined);
