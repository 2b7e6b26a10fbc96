import { currentOf, type KeyFacts } from './key-facts';
import { deadlineOf } from './due-for-rotation';
import type { Finding } from './finding';
import { nextOpening } from '../policy/next-opening';

/** Known beforehand: windows and freezes let the rotation begin only when the version should have been replaced already. */
export function windowFindings(facts: KeyFacts): Finding[] {
  const { class: rules, key, now } = facts;
  const current = currentOf(facts);
  const opening = rules && nextOpening(rules, now);
  if (!current || !opening) return [];
  const deadline = deadlineOf(current, rules);
  if (opening < deadline) return [];
  return [
    {
      code: 'window-too-late',
      message: `The next window of ${key} opens on ${opening.toISOString()}, and its version is to be replaced by ${deadline.toISOString()}`,
      nextStep: 'Give its class another window or an end to the freeze in policy.yaml',
    },
  ];
}
