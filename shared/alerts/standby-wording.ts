import type { Found } from '../doctor/diagnosis';
import { hashOf } from '../hash';
import { commandFirst, counted, someOf, wording, type Wording } from './plain-words';

const week = 7 * 24 * 3_600_000;

/** What is found of one clean vault: told once, when it changes, and every week as long as it lasts. */
export const standbyNotReady = (subject: string, found: readonly Found[], now: Date): Wording => {
  const isCritical = found.some(({ severity }) => severity === 'critical');
  const words = found.map(({ message }) => message).toSorted();
  return wording(
    {
      subject,
      kind: 'NeedsPerson',
      severity: isCritical ? 'critical' : 'warning',
      occasion: `standby ${hashOf(...words)} ${Math.floor(now.getTime() / week)}`,
    },
    `Nothing is cut off, but a clean vault is not ready for an emergency: ${counted(found.length, 'finding')} at ${subject}.`,
    [
      `Mend it beforehand:${someOf(
        found.map(({ message, nextStep }) => commandFirst(nextStep, message)),
        'npm run doctor',
        4,
      )}`,
      'Then ask again: npm run doctor',
    ],
  );
};
