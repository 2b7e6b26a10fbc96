import { hashOf } from '../../shared/hash';
import type { World } from '../../shared/world';
import type { AlertSignal } from '../alert-signal';

/** What an alert names of what Rewrap may touch. */
export interface Target {
  readonly vaults: readonly string[];
  readonly keys: readonly string[];
}

/** An alert that names something in scope, and when it was seen, so that it is the same alert whenever it comes. */
export interface Sighting {
  readonly signal: AlertSignal;
  readonly target: Target;
  readonly at: string;
}

/**
 * The incident of an alert. Alerts of one rule about the same within an hour are one, however many come at once: a thousand must
 * not make a thousand versions of a key. Only what was seen after somebody has reviewed that incident is another one.
 */
export async function incidentOf(
  sighting: Sighting,
  { incidents }: Pick<World, 'incidents'>,
): Promise<{ id: string; known: boolean }> {
  const first = idOf(sighting);
  for (let attempt = 1; ; attempt += 1) {
    const id = attempt === 1 ? first : `${first}-${attempt}`;
    const stored = await incidents.get(id);
    if (!stored) return { id, known: false };
    if (!stored.review || sighting.at <= stored.review.at) return { id, known: true };
  }
}

const idOf = ({ signal: { source, rule }, target: { vaults, keys }, at }: Sighting): string => {
  const name = rule
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80);
  const hour = new Date(at).toISOString().slice(0, 13);
  return `${source}-${name}-${hour}-${hashOf(rule.toLowerCase(), ...[...vaults, ...keys].toSorted()).slice(0, 8)}`;
};
