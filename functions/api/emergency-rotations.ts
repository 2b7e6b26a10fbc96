import * as z from 'zod';
import { requestId } from '../request-id';
import { endpoint } from './guarded';
import { DryRun, NamedKey, plansFor, Reason, request, sortKeys, startAnswers, startedBy } from './start-rotations';

const StartEmergency = z
  .strictObject({
    keys: z.array(NamedKey).min(1).max(200),
    reason: Reason,
    incidentId: z.string().trim().min(1).max(200).describe('A further call with the same id adds keys to the incident'),
    dryRun: DryRun,
  })
  .meta({ id: 'StartEmergency' });

/**
 * Rotates compromised keys at once. The same incident asks for each of its keys only once, however often it is called,
 * and is always answered whole.
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
    const { reason, incidentId, dryRun } = body;
    const sorted = await sortKeys(body.keys, site);
    if (dryRun) return plansFor(sorted, 'compromise', site);

    const requestedAt = site.world.now().toISOString();
    const asked = sorted.keys.map((key) => ({
      id: requestId(key, 'emergency', incidentId),
      key,
      cause: 'compromise' as const,
      reason,
      incidentId,
      requestedBy: caller.name,
      requestedAt,
    }));
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
