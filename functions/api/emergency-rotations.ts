import * as z from 'zod';
import { answerCompromise } from './answer-compromise';
import { StartEmergency } from './emergency-body';
import { EmergencyPlans, plansForEmergency } from './emergency-plan';
import { scopeOf } from './emergency-scope';
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
    const { incidentId } = body;
    const scope = await scopeOf(body, site);
    if (body.dryRun) return plansForEmergency(body, scope, site);

    const wishes = await answerCompromise(body, scope, { caller, site });
    const earlier = await site.world.requests.ofIncident(incidentId);
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
