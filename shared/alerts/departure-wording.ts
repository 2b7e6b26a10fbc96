import type { Subscribed } from '../access/directory-events';
import type { Unseen } from '../access/facts';
import type { Case, CaseObject } from '../departures/case';
import { counted, someOf, wording, type Wording } from './plain-words';

/** Part of who has access cannot be read any more. */
export const outOfSight = ({ scope, because }: Unseen, at: string): Wording =>
  wording(
    { kind: 'NeedsPerson', severity: 'warning', subject: scope, occasion: `access out of sight ${at}` },
    `Who has access cannot be seen whole any more, at ${scope}: ${because}`,
    [
      'Nothing was changed: what is out of sight is presumed to be as it was last seen, so whoever leaves there is not noticed.',
      'Give the right back; the next look, within a quarter of an hour, compares with what was seen last.',
    ],
  );

/** There is nothing yet that a look at access could be compared with. */
export const firstSnapshot = (snapshot: string, holders: number, at: string): Wording =>
  wording(
    { kind: 'NeedsPerson', severity: 'info', subject: 'access', occasion: `first snapshot ${snapshot}` },
    `Who has access to keys was read for the first time, on ${at}: ${counted(holders, 'principal')}. There was nothing to compare with, so nobody who left before has a case.`,
    [
      'Nothing is wrong. Look once at whoever may have left lately: GET /api/reach?principal=OBJECT-ID',
      'To have rotated what somebody could reach who left before: POST /api/departures',
    ],
  );

/** Nobody could look at access at all. */
export const accessNotRead = (because: string, now: Date): Wording =>
  wording(
    { kind: 'NeedsPerson', severity: 'critical', subject: 'access', occasion: now.toISOString().slice(0, 10) },
    `Who has access to keys could not be read: ${because}`,
    [
      'Nothing was changed, but whoever leaves is not noticed until it can be read again; the sweep tries every quarter of an hour.',
      'Mend what the reason names. If somebody is leaving now: POST /api/departures',
    ],
  );

const dayMs = 24 * 3_600_000;
/** From then on, every day. */
const urgentMs = 7 * dayMs;

/** Subjects of alerts about events of the directory begin so: a rule of Azure Monitor looks for it. */
export const directoryEventsSubject = 'Microsoft Graph';

/** Events of the directory will stop, or have. */
export const directoryEventsAge = ({ resource, expiresOn, trouble }: Subscribed, now: Date): Wording => {
  const left = expiresOn === undefined ? 0 : Date.parse(expiresOn) - now.getTime();
  const isUrgent = left < urgentMs;
  const day = now.toISOString().slice(0, 10);
  const until = left > 0 ? `will stop on ${expiresOn}` : 'do not come';
  return wording(
    {
      kind: 'NeedsPerson',
      severity: isUrgent ? 'critical' : 'warning',
      subject: `${directoryEventsSubject} ${resource}`,
      occasion: isUrgent ? day : `until ${expiresOn}`,
    },
    `Events about ${resource} of the directory ${until}: their subscription could not be renewed: ${trouble ?? 'the reason is not known'}`,
    [
      'Nobody is overlooked: the sweep compares all access every quarter of an hour. It only takes longer.',
      'Check the rights of the identity on Microsoft Graph, that Microsoft Graph is an authorised partner of the resource group, and REWRAP_GRAPH_TOPIC.',
    ],
  );
};

/** A principal's case could not be judged. */
export const caseInTrouble = (principal: string, because: string, now: Date): Wording =>
  wording(
    { kind: 'NeedsPerson', severity: 'critical', subject: principal, occasion: now.toISOString().slice(0, 10) },
    `What follows from a change of the access of ${principal} could not be decided: ${because}`,
    ['The sweep tries again every quarter of an hour.', `See what it can reach: GET /api/reach?principal=${principal}`],
  );

const those = (objects: readonly CaseObject[], response: CaseObject['response']): string[] =>
  objects.flatMap((each) => (each.response === response ? [each.id] : []));

const why = ({ presence, signals }: Case): string => {
  const told = signals.find(({ kind }) => kind === 'told');
  if (told) return `is leaving, as ${told.by ?? 'somebody'} said (${told.reason ?? 'no reason given'})`;
  if (presence === 'gone') return 'was deleted from the directory';
  return presence === 'disabled' ? 'was disabled' : 'lost access';
};

/** What of a case only a person can do; nothing, where nothing is left to one. */
export function departureNeedsPerson(one: Case): Wording | undefined {
  const { id, principal, objects } = one;
  const where = `GET /api/cases/${id}`;
  const carried = those(objects, 'propose-clean-vault');
  const proposed = those(objects, 'propose');
  const rotated = those(objects, 'new-version');
  const stays = objects.filter(({ after }) => after.length > 0);
  const isTold = one.signals.some(({ kind }) => kind === 'told');
  if (carried.length + proposed.length === 0 && !(isTold && stays.length > 0)) return undefined;

  return wording(
    { kind: 'NeedsPerson', severity: carried.length > 0 ? 'critical' : 'warning', subject: principal.id, occasion: id },
    `${principal.name ?? principal.id} ${why(one)}. It could reach ${counted(objects.length, 'object')}: ` +
      `${rotated.length} get a new version, ${carried.length + proposed.length} wait for you.`,
    [
      isTold && stays.length > 0
        ? `It still reaches ${counted(stays.length, 'object')}, and new versions, too. Take its access away first: GET /api/reach?principal=${principal.id}`
        : undefined,
      carried.length > 0
        ? `It could carry these away, and a new version does not help against a stolen backup. Look for KeyBackup and KeyRelease in the audit log; if it did, ask for new keys in a clean vault: POST /api/emergency-rotations {"keys": [...], "mode": "clean-vault", "incidentId": "${id}", "reason": "..."}${someOf(carried, where)}`
        : undefined,
      proposed.length > 0
        ? `Decide about these; to give keys a new version: POST /api/rotations {"keys": [...], "reason": "case ${id}"}${someOf(proposed, where)}`
        : undefined,
      `All that is known: ${where}`,
    ],
  );
}
