import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

type Release = () => void;

const Clock = z.object({ now: z.coerce.date() });

/** Milliseconds of real time between looks, and how often to look: the app's host may be down. */
const pause = 10;
const looks = 500;

/**
 * Holds back what happens while the clock moves until the app's clock has moved too: the app would take an event from its
 * own future for a mistake.
 */
export interface EventGate {
  /** Lets it through now, or once the app's clock has arrived. */
  pass(release: Release): void;
  /** To be called before the clock is moved there. */
  close(until: Date): void;
  /** To be called after the clock has been moved; waits for the app's clock and opens. */
  open(): Promise<void>;
}

export function eventGate(appUrl: string): EventGate {
  let held: Release[] = [];
  let closedUntil: Date | undefined;

  const arrived = async (time: Date): Promise<boolean> => {
    try {
      const { now } = Clock.parse(await (await fetch(`${appUrl}/local/clock`)).json());
      return now >= time;
    } catch {
      return false;
    }
  };

  return {
    pass(release) {
      if (closedUntil) held.push(release);
      else release();
    },
    close(until) {
      closedUntil = until;
    },
    async open() {
      const time = closedUntil;
      for (let look = 0; time && look < looks && !(await arrived(time)); look += 1) await sleep(pause);
      // Another move has closed the gate again: it opens with that one.
      if (closedUntil !== time) return;
      closedUntil = undefined;
      const released = held;
      held = [];
      for (const release of released) release();
    },
  };
}
