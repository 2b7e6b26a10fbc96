import { type Wording, wording } from '../alerts/plain-words';
import { messageOf } from '../errors';

/** The policy cannot be read or is broken. One alert a day, as long as it lasts. */
export const policyInTrouble = (at: { location: string; problem: unknown; now: Date }): Wording =>
  wording(
    { subject: at.location, kind: 'NeedsPerson', severity: 'critical', occasion: at.now.toISOString().slice(0, 10) },
    `The policy cannot be followed: ${messageOf(at.problem)}`,
    [
      'Mend policy.yaml; it is read again within a minute.',
      'Until then the last good policy stays in force. An app that starts anew has none: it does nothing before it can read one.',
    ],
  );
