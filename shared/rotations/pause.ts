import * as z from 'zod';
import { KeyUrl } from '../keys/key-url';

/** What rests: one key, the keys of a class of the policy, or everything. */
export const PauseScope = z.union([
  z.strictObject({ key: KeyUrl }),
  z.strictObject({ class: z.string().min(1) }),
  z.strictObject({ fleet: z.literal(true) }),
]);
export type PauseScope = z.infer<typeof PauseScope>;

/** An operator's order that routine rotations rest. Emergencies do not heed it. There is one for a scope. */
export const Pause = z.object({
  id: z.string(),
  scope: PauseScope,
  reason: z.string(),
  requestedBy: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime().exactOptional().describe('Ends by itself then'),
});
export type Pause = z.infer<typeof Pause>;

/** A look at a pause without end: nobody may have told those who wait that it is over. */
const lookAgainMs = 24 * 3_600_000;

export const isInForce = ({ until }: Pause, now: Date): boolean => until === undefined || new Date(until) > now;

/** Whom a pause may hold. */
export interface Held {
  readonly key: KeyUrl;
  readonly class?: string | undefined;
}

/** The pause that holds the key now, if any. */
export const pauseFor = (pauses: readonly Pause[], held: Held, now: Date): Pause | undefined =>
  pauses.find((pause) => isInForce(pause, now) && covers(pause.scope, held));

function covers(scope: PauseScope, held: Held): boolean {
  if ('key' in scope) return scope.key === held.key;
  return 'fleet' in scope || scope.class === held.class;
}

/** When whoever is held looks again by himself. */
export const lookAgainAt = ({ until }: Pause, now: Date): string => {
  const rested = new Date(now.getTime() + lookAgainMs).toISOString();
  return until !== undefined && until < rested ? until : rested;
};

/** Why something rests, in words. */
export const pausedInWords = ({ reason, requestedBy, until }: Pause): string =>
  `paused by ${requestedBy}${until ? ` until ${until}` : ''}: ${reason}`;
