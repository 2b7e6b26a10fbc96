import type { GridEvent } from './delivery';

/** What shall go wrong with the next events. Plain data, for `POST /local/faults`. */
export interface Disturbance {
  /** So many events come twice. */
  readonly duplicates?: number;
  /** So many events are held back until all of them are there, and come in reverse. */
  readonly reversed?: number;
}

export interface Disturbances {
  add(disturbance: Disturbance): void;
  /** What is to be sent now that this event was published: nothing while events are held back. */
  arrange(event: GridEvent): readonly GridEvent[];
  readonly held: number;
  clear(): void;
}

/** Begins without any: each event is sent once, as it comes. */
export function createDisturbances(): Disturbances {
  let held: readonly GridEvent[] = [];
  let duplicates = 0;
  let reversed = 0;

  return {
    add(disturbance) {
      duplicates += disturbance.duplicates ?? 0;
      reversed += disturbance.reversed ?? 0;
    },
    arrange(event) {
      const copies = duplicates > 0 ? [event, event] : [event];
      duplicates = Math.max(0, duplicates - 1);
      if (reversed === 0) return copies;
      held = [...copies, ...held];
      reversed -= 1;
      if (reversed > 0) return [];
      const released = held;
      held = [];
      return released;
    },
    get held() {
      return held.length;
    },
    clear() {
      held = [];
      duplicates = 0;
      reversed = 0;
    },
  };
}
