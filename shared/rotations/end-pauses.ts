import { stillPaused } from '../alerts/pause-wording';
import type { World } from '../world';
import { isInForce } from './pause';

/** A pause that is older is told of again, once in as long. */
const reminderMs = 7 * 24 * 3_600_000;

/** Puts pauses away whose time is over, and reminds of those that nobody has ended for long. */
export async function endPauses({ pauses, alerts, now }: Pick<World, 'pauses' | 'alerts' | 'now'>): Promise<void> {
  const at = now();
  for (const pause of await pauses.list()) {
    const week = Math.floor((at.getTime() - Date.parse(pause.at)) / reminderMs);
    if (!isInForce(pause, at)) await pauses.end(pause.id, 'its time', at.toISOString());
    else if (week > 0) await alerts.raise(stillPaused(pause, week));
  }
}
