import * as z from 'zod';
import { inBatches } from '../../shared/dependents/in-batches';
import type { IncidentAsk } from '../../shared/incidents/incident';
import { attendIncident, openIncident } from '../../shared/incidents/open-incident';
import type { RotationRequest } from '../../shared/rotations/request';
import { requestRotation } from '../../shared/rotations/request-rotation';
import { answerIn, scopeInWords, StartEmergency } from './emergency-body';
import { acceptedStops, refuseWeaker } from './emergency-checks';
import { EmergencyPlans, plansForEmergency } from './emergency-plan';
import { scopeOf, type Scope } from './emergency-scope';
import { wishId } from './emergency-wish';
import type { Site } from './endpoint';
import { endpoint } from './guarded';
import { incidentPath } from './incident-path';
import { Started, startedBy } from './start-rotations';

const EmergencyStarted = Started.extend({
  incidentUrl: z.url().describe('How far it is, what stays exposed, and what is for a person to do'),
}).meta({ id: 'EmergencyStarted' });

/**
 * Opens an incident: rotates compromised keys at once, in the way that fits what has leaked. The same incident asks for each of
 * its keys only once, however often it is called, unless what it asked for came to nothing; and it is always answered whole.
 */
export const startEmergencyRotations = endpoint({
  name: 'startEmergencyRotations',
  method: 'POST',
  route: 'emergency-rotations',
  summary:
    'Answer a compromise: new versions, new keys in a clean vault, or new data keys; at once, outside of windows',
  role: 'Rewrap.Emergency',
  accepts: { body: StartEmergency },
  answers: {
    200: { description: 'The plans of a dry run, and the blast radius. Nothing was written.', schema: EmergencyPlans },
    202: { description: 'It is under way. Refused keys are named.', schema: EmergencyStarted },
  },
  async run({ body, caller, urlOf }, site) {
    const { world, workflows, log } = site;
    const { incidentId } = body;
    const scope = await scopeOf(body, site);
    if (body.dryRun) return plansForEmergency(body, scope, site);
    await refuseWeaker(body, scope, site);
    const accepted = await acceptedStops(body, scope, site);

    const ask = askOf(body, { by: caller.name, at: world.now().toISOString(), accepted });
    const wishes = await wishesFor(body, { scope, ask, site });
    await begin(wishes, ask, site);
    await openIncident(world, {
      id: incidentId,
      by: { id: caller.id, name: caller.name },
      ask,
      certificates: scope.certificates,
      keys: wishes.map(({ key, id }, rank) => ({
        key,
        requestId: id,
        mode: ask.mode,
        newDataKeys: ask.newDataKeys,
        containment: ask.containment,
        rank,
        askedAt: ask.at,
      })),
    });
    await attendIncident(workflows, incidentId);
    log.info('emergency rotations asked for', { incidentId, mode: ask.mode, keys: wishes.length, caller: caller.id });

    const earlier = await world.requests.ofIncident(incidentId);
    const ids = new Set(wishes.map(({ id }) => id));
    const all = [...wishes, ...earlier.filter(({ id }) => !ids.has(id))];
    return {
      status: 202,
      headers: { location: urlOf(`/api/rotations?incidentId=${encodeURIComponent(incidentId)}`) },
      jsonBody: {
        rotations: all.map(startedBy(urlOf)),
        refused: scope.refused,
        incidentId,
        incidentUrl: urlOf(incidentPath(incidentId)),
      },
    };
  },
});

const askOf = (
  body: StartEmergency,
  { by, at, accepted }: { by: string; at: string; accepted: string | undefined },
): IncidentAsk => ({
  at,
  by,
  reason: body.reason,
  scope: scopeInWords(body),
  ...answerIn(body),
  containment: body.containment,
  acceptedWeaker: body.acceptWeaker,
  ...(accepted !== undefined && { acceptedUnavailability: accepted }),
});

/** Most urgent first. */
const wishesFor = (
  { incidentId, reason }: StartEmergency,
  { scope, ask, site }: { scope: Scope; ask: IncidentAsk; site: Site },
): Promise<RotationRequest[]> =>
  inBatches(scope.keys, atOnce, async ({ key, cleanVault }) => ({
    id: await wishId(key, { ...ask, incidentId }, site.world),
    key,
    cause: 'compromise' as const,
    reason,
    incidentId,
    requestedBy: ask.by,
    requestedAt: ask.at,
    ...(ask.newDataKeys && { newDataKeys: true }),
    ...(cleanVault && { cleanVault }),
  }));

const atOnce = 20;

/** What is to be contained first is only written: the workflow disables, and then starts. */
async function begin(
  wishes: readonly RotationRequest[],
  { containment }: IncidentAsk,
  { world: { requests }, workflows }: Site,
): Promise<void> {
  await inBatches(wishes, atOnce, (wish) =>
    containment === 'immediate' ? requests.add(wish) : requestRotation({ requests, workflows }, wish),
  );
}
