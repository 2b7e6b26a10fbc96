import * as z from 'zod';
import { containmentFailed } from '../../shared/alerts/incident-wording';
import { messageOf } from '../../shared/errors';
import type { IncidentKey } from '../../shared/incidents/incident';
import { KeyUrl } from '../../shared/keys/key-url';
import { madeBy } from '../../shared/keys/key-version';
import { startRotation } from '../../shared/rotations/request-rotation';
import { member, type StepWorld } from '../durable';

/**
 * Disables every version that the key had when this was asked for, because somebody has accepted in so many words what stops, and
 * has its rotation begin. What is disabled is written down before: it can be enabled again at any time. What cannot be disabled
 * holds the rotation up no longer: a person hears, and each look at the incident tries again.
 */
export const containKey = member({
  name: 'containKey',
  input: z.object({ incidentId: z.string(), key: KeyUrl }),
  output: z.object({}),
  async run({ incidentId, key }, world) {
    const because = await disableOld({ incidentId, key }, world).catch(messageOf);
    const at = world.now().toISOString();
    await world.incidents.noteKey(incidentId, key, (stored) => stored && outcomeIn(stored, because, at));
    await startRotation(world.workflows, key);
    if (because !== undefined) await world.alerts.raise(containmentFailed(incidentId, key, because));
    return {};
  },
});

interface Contained {
  readonly incidentId: string;
  readonly key: KeyUrl;
}

function outcomeIn(stored: IncidentKey, because: string | undefined, at: string): IncidentKey {
  if (because !== undefined) return { ...stored, containing: { because } };
  const { containing: _over, contained, ...rest } = stored;
  return { ...rest, contained: { versions: contained?.versions ?? [], at } };
}

/** Answers why some could not be disabled. One that cannot keeps none of the others enabled. */
async function disableOld({ incidentId, key }: Contained, { keys, incidents, requests, now }: StepWorld) {
  const all = await keys.versions(key);
  const noted = (await incidents.keys(incidentId)).find((each) => each.key === key);
  if (!noted) return undefined;
  const { rotationId } = (await requests.get(noted.requestId)) ?? {};
  const own = rotationId && madeBy(all, rotationId)?.version;
  // What was made since is what this incident, or a later one, has everything move to.
  const old = all
    .filter(({ enabled, createdOn, version }) => enabled && createdOn <= noted.askedAt && version !== own)
    .map(({ version }) => version);
  const at = now().toISOString();
  await incidents.noteKey(incidentId, key, (stored) => stored && writtenDown(stored, old, at));
  const failed = await Promise.all(old.map((version) => keys.disable(key, version).then(() => undefined, messageOf)));
  return failed.find((each) => each !== undefined);
}

const writtenDown = (stored: IncidentKey, old: readonly string[], at: string): IncidentKey => ({
  ...stored,
  contained: {
    at: stored.contained?.at ?? at,
    versions: [...new Set([...(stored.contained?.versions ?? []), ...old])],
  },
  containing: stored.containing ?? {},
});
