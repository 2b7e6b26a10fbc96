import * as z from 'zod';
import type { KeyUrl } from '../../shared/keys/key-url';
import type { Service } from '../../shared/world';
import { requestId } from '../request-id';
import type { Site } from './endpoint';
import { endpoint } from './guarded';
import { DryRun, NamedKey, plansFor, Reason, request, sortKeys, startAnswers, startedBy } from './start-rotations';

const StartEmergency = z
  .strictObject({
    keys: z.array(NamedKey).min(1).max(200),
    reason: Reason,
    incidentId: z.string().trim().min(1).max(200).describe('A further call with the same id adds keys to the incident'),
    newDataKeys: z
      .boolean()
      .default(false)
      .describe('Data keys are suspect too: blobs that applications encrypted get new ones and are encrypted again'),
    dryRun: DryRun,
  })
  .meta({ id: 'StartEmergency' });

/**
 * Rotates compromised keys at once. The same incident asks for each of its keys only once, however often it is called,
 * unless what it asked for came to nothing; and it is always answered whole.
 */
export const startEmergencyRotations = endpoint({
  name: 'startEmergencyRotations',
  method: 'POST',
  route: 'emergency-rotations',
  summary: 'Rotate compromised keys at once, outside of windows',
  role: 'Rewrap.Emergency',
  accepts: { body: StartEmergency },
  answers: startAnswers,
  async run({ body, caller, urlOf }, site) {
    const { reason, incidentId, dryRun, newDataKeys } = body;
    const sorted = await sortKeys(body.keys, site);
    if (dryRun) return plansFor(sorted, 'compromise', site);

    const requestedAt = site.world.now().toISOString();
    const asked = await Promise.all(
      sorted.keys.map(async (key) => ({
        id: await wishId(key, newDataKeys ? [incidentId, 'new data keys'] : [incidentId], site.world),
        key,
        cause: 'compromise' as const,
        reason,
        incidentId,
        requestedBy: caller.name,
        requestedAt,
        ...(newDataKeys && { newDataKeys }),
      })),
    );
    await request(asked, site);
    site.log.info('emergency rotations asked for', { incidentId, keys: sorted.keys, caller: caller.id });

    const earlier = await site.world.requests.ofIncident(incidentId);
    const ids = new Set(asked.map(({ id }) => id));
    const all = [...asked, ...earlier.filter(({ id }) => !ids.has(id))];
    return {
      status: 202,
      headers: { location: urlOf(`/api/rotations?incidentId=${encodeURIComponent(incidentId)}`) },
      jsonBody: { rotations: all.map(startedBy(urlOf)), refused: sorted.refused, incidentId },
    };
  },
});

/** Id of the incident's wish for the key: the first one that is new, under way, or fulfilled. */
async function wishId(key: KeyUrl, wish: readonly string[], world: Site['world']): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const id = requestId(key, 'emergency', ...wish, ...(attempt > 0 ? [String(attempt)] : []));
    const known = await world.requests.get(id);
    if (!known || !(await cameToNothing(known, world))) return id;
  }
}

/** The request is closed, but no rotation of it stands: the key was gone, or its rotation is parked or failed. */
async function cameToNothing({ state, rotationId }: Service, { records }: Site['world']): Promise<boolean> {
  if (state !== 'closed') return false;
  const rotation = rotationId === undefined ? undefined : await records.get(rotationId);
  return !rotation || rotation.state === 'parked' || rotation.state === 'failed';
}
