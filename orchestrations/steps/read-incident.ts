import * as z from 'zod';
import { incidentOpened } from '../../shared/alerts/incident-wording';
import { isToAdvise } from '../../shared/incidents/advice';
import { gatherProgress } from '../../shared/incidents/gather-progress';
import { isToContain } from '../../shared/incidents/grow-key';
import { KeyUrl } from '../../shared/keys/key-url';
import { step } from '../durable';

/** Tells that an incident was opened, or has grown, and says which keys wait for their containment, or for advice. */
export const readIncident = step({
  name: 'readIncident',
  input: z.object({ incidentId: z.string() }),
  output: z.object({ contain: z.array(KeyUrl), advise: z.array(KeyUrl) }),
  async run({ incidentId }, world) {
    const incident = await world.incidents.get(incidentId);
    const newest = incident?.asks.at(-1);
    if (!incident || !newest || incident.closedAt) return { contain: [], advise: [] };
    const { keys: progress } = await gatherProgress(world, incidentId);
    // A sink that is down keeps its alert for later; one that cannot be kept at all must not stop what is under way.
    await world.alerts.raise(incidentOpened(incident, progress, newest)).catch(() => undefined);
    const keys = await world.incidents.keys(incidentId);
    return {
      contain: keys.filter(isToContain).map(({ key }) => key),
      advise: keys.filter((each) => isToAdvise(each, world.now())).map(({ key }) => key),
    };
  },
});
