import * as z from 'zod';
import { alertProposes, incidentProven, reviewMissing, strongerAdvised } from '../../shared/alerts/incident-wording';
import { rightsInWords } from '../../shared/alerts/rights-wording';
import { gatherProgress } from '../../shared/incidents/gather-progress';
import type { Incident } from '../../shared/incidents/incident';
import type { KeyProgress } from '../../shared/incidents/key-progress';
import { milestonesOf, nextLookAt } from '../../shared/incidents/milestones';
import { step, type StepWorld } from '../durable';

/** Looks how far an incident is, notes what has come, and tells people. Answers when to look again, until it is over. */
export const watchIncident = step({
  name: 'watchIncident',
  input: z.object({ incidentId: z.string() }),
  output: z.object({ lookAgainAt: z.iso.datetime().optional() }),
  async run({ incidentId }, world) {
    const { keys } = await gatherProgress(world, incidentId);
    const now = world.now();
    const incident = await world.incidents.note(
      incidentId,
      (stored) => stored && { ...stored, ...milestonesOf(stored, keys, now) },
    );
    if (!incident) return {};
    await tell(incident, keys, world);
    return incident.closedAt ? {} : { lookAgainAt: nextLookAt(incident, now) };
  },
});

/** A day after it was opened somebody else should have looked at it. */
const reviewWithinMs = 24 * 3_600_000;

async function tell(
  incident: Incident,
  keys: readonly KeyProgress[],
  { alerts, incidents, now }: StepWorld,
): Promise<void> {
  if (keys.length === 0) {
    if (!incident.review) await alerts.raise(alertProposes(incident, now()));
    return;
  }
  const rights = await incidents.rights(incident.id);
  for (const each of rightsInWords(incident, rights, now())) await alerts.raise(each);
  const weak = keys.filter(({ leavesOpen }) => leavesOpen.length > 0);
  if (weak.length > 0) await alerts.raise(strongerAdvised(incident, weak));
  if (incident.provenAt) await alerts.raise(incidentProven(incident, keys));
  const isLate = now().getTime() - Date.parse(incident.openedAt) >= reviewWithinMs;
  if (!incident.review && isLate) await alerts.raise(reviewMissing(incident, now()));
}
