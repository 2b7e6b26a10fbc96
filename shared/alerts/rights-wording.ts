import { hashOf } from '../hash';
import type { Exporter } from '../incidents/exporters';
import { type Incident, takesBackupRights } from '../incidents/incident';
import { commandFirst, counted, lookAtIncident, someOf, wording, type Wording } from './plain-words';

const about = (incident: Incident, rights: readonly Exporter[]) => ({
  subject: `incident/${incident.id}`,
  incidentId: incident.id,
  kind: 'NeedsPerson' as const,
  occasion: hashOf('rights', ...rights.map(({ principal, takeAway }) => `${principal} ${takeAway}`).toSorted()),
});

const byHand = ({ inWords, because, refused, begunAt, takeAway }: Exporter): string => {
  const tried = begunAt && `the identity has tried since ${begunAt}, got no answer, and goes on`;
  const why = refused ?? because ?? tried ?? 'nobody looked whether it may';
  return commandFirst(takeAway, `${inWords} Not the identity: ${why}.`);
};

/** Azure may be away for a while. */
const answersWithinMs = 15 * 60_000;

const isStuck = ({ begunAt, takenAt, refused }: Exporter, now: Date): boolean =>
  begunAt !== undefined &&
  takenAt === undefined &&
  refused === undefined &&
  now.getTime() - Date.parse(begunAt) > answersWithinMs;

/** What became of the rights that an incident wanted taken: once for each time that more was taken or refused. */
function rightsTaken(incident: Incident, all: readonly Exporter[], now: Date): Wording | undefined {
  const rights = all.filter(({ appearedAt }) => appearedAt === undefined);
  const taken = rights.filter(({ takenAt }) => takenAt !== undefined);
  const left = rights.filter((each) => each.takenBy !== 'identity' || each.refused !== undefined || isStuck(each, now));
  if (taken.length + left.length === 0) return undefined;
  return wording(
    { ...about(incident, [...taken, ...left]), severity: left.length > 0 ? 'critical' : 'warning' },
    `Incident ${incident.id}: of the rights to carry keys out of vaults ${taken.length} taken from people, ${left.length} left to a person.`,
    [
      left.length > 0
        ? `Take these away by hand, where you would:${someOf(left.map(byHand), lookAtIncident(incident))}`
        : undefined,
      taken.length > 0
        ? `Taken, which may need ten minutes to be felt:${someOf(
            taken.map(({ inWords }) => inWords),
            lookAtIncident(incident),
          )}`
        : undefined,
      `When all is over, give back what is needed: giveBack under exporters in ${lookAtIncident(incident)} is the command for each.`,
    ],
  );
}

/** Somebody may carry keys away who could not when rights were taken. It is told, and not fought. */
function rightsAppeared(incident: Incident, all: readonly Exporter[]): Wording | undefined {
  const appeared = all.filter(({ appearedAt }) => appearedAt !== undefined);
  if (appeared.length === 0) return undefined;
  return wording(
    { ...about(incident, appeared), severity: 'critical' },
    `Incident ${incident.id}: after rights were taken, ${counted(appeared.length, 'right')} to carry keys away came up: given since, or unseen before.`,
    [
      `See who gave it, and why, in the activity log; if nobody should have, take it away:${someOf(
        appeared.map(({ inWords, takeAway }) => commandFirst(takeAway, inWords)),
        lookAtIncident(incident),
      )}`,
    ],
  );
}

/** All that is to be told of the rights that an incident takes. */
export const rightsInWords = (incident: Incident, all: readonly Exporter[], now: Date): Wording[] => {
  if (!takesBackupRights(incident)) return [];
  const rights = all.filter(({ own }) => !own);
  return [rightsTaken(incident, rights, now), rightsAppeared(incident, rights)].filter((each) => each !== undefined);
};
