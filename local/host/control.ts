import { setTimeout as pause } from 'node:timers/promises';
import type { EstateClock } from './clock';

/** The rest of the estate did not follow. */
export class ControlRefused extends Error {
  constructor(control: string, found: string) {
    super(`Expected ${control} to set its clock, found ${found}. Look at the emulators' output.`);
  }
}

/** How long and in which steps, in milliseconds, the rest of the estate may take to come up. */
const patience = { tries: 50, step: 200 };

/** Sets the clock of the estate's other processes. @throws {ControlRefused} */
export async function tell(control: string, now: Date): Promise<void> {
  const body = JSON.stringify({ now });
  const headers = { 'content-type': 'application/json' };
  const sent = fetch(`${control}/local/clock`, { method: 'POST', body, headers });
  const answer = await sent.catch((error: Error) => ({ ok: false, status: error.message }));
  if (!answer.ok) throw new ControlRefused(control, `${answer.status}`);
}

/** Brings processes that start beside this one to the time that the journal remembers. @throws {ControlRefused} */
export async function bringAlong(control: string, clock: EstateClock): Promise<void> {
  for (let tries = 1; ; tries++) {
    const refused = await tell(control, clock.now()).catch((error: unknown) => error);
    if (!refused) return;
    if (tries === patience.tries) throw refused;
    await pause(patience.step);
  }
}
