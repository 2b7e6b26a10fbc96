import { containmentInWords } from '../incidents/contain-steps';
import { type Incident, type IncidentAsk, takesBackupRights } from '../incidents/incident';
import type { KeyProgress } from '../incidents/key-progress';
import { countProofs } from '../rotations/count-moves';
import { modeInWords } from '../incidents/mode';
import { hashOf } from '../hash';
import { type KeyUrl, vaultOf } from '../keys/key-url';
import type { Finding } from '../rotations/finding';
import type { RotationRecord } from '../rotations/record';
import { commandFirst, counted, lookAtIncident, someOf, wording, type Wording, proofsInWords } from './plain-words';

const about = ({ id }: Incident) => ({ subject: `incident/${id}`, incidentId: id });

/** Once for each time that its scope grows. */
export function incidentOpened(incident: Incident, keys: readonly KeyProgress[], newest: IncidentAsk): Wording {
  const vaults = [...new Set(keys.map(({ key }) => vaultOf(key)))];
  const first =
    newest.containment === 'immediate'
      ? `Old versions are disabled first; accepted to stop: ${newest.acceptedUnavailability ?? 'nothing'}.`
      : undefined;
  return wording(
    { ...about(incident), kind: 'IncidentOpened', severity: 'critical', occasion: newest.at },
    `Incident ${incident.id}: ${newest.by} has ${counted(keys.length, 'key')} answered for, past windows and approvals: ${newest.reason}`,
    [
      modeInWords[newest.mode],
      first,
      takesBackupRights(incident)
        ? 'Rewrap takes backup rights from people as far as it may; another alert tells what it took and what is left to you.'
        : `Keep the thief from taking more; Rewrap does not do this for you:${containmentInWords(vaults, lookAtIncident(incident))}`,
      newest.acceptedWeaker ? 'The audit log may speak for a stronger mode; that was accepted.' : undefined,
      `See how far it is, and what stays exposed: ${lookAtIncident(incident)}`,
    ],
  );
}

/** The audit log speaks for more than what is being done. */
export function strongerAdvised(incident: Incident, weak: readonly KeyProgress[]): Wording {
  const told = weak.map(({ key, advice, leavesOpen }) => {
    const seen = advice?.findings.map(({ message }) => message).slice(0, 2) ?? [];
    const mode = `${advice?.mode ?? 'another mode'}${advice?.newDataKeys ? ' with new data keys' : ''}`;
    return `${key}: ${mode}. ${seen.join('; ')}. As it is, ${leavesOpen.join(', and ')}.`;
  });
  return wording(
    {
      ...about(incident),
      kind: 'NeedsPerson',
      severity: 'critical',
      occasion: weak
        .map(({ key }) => key)
        .toSorted()
        .join(' '),
    },
    `Incident ${incident.id}: for ${counted(weak.length, 'key')} the audit log speaks for a stronger mode than the one under way.`,
    [
      `What was seen:${someOf(told, lookAtIncident(incident))}`,
      'Ask for it in the same incident: POST /api/emergency-rotations with the mode that is named, such as "mode": "clean-vault".',
    ],
  );
}

/** Old versions were to be disabled before anything else, and some are not. */
export const containmentFailed = (incidentId: string, key: KeyUrl, because: string): Wording =>
  wording(
    {
      subject: key,
      kind: 'NeedsPerson',
      severity: 'critical',
      incidentId,
      occasion: `not contained ${hashOf(because)}`,
    },
    `Incident ${incidentId}: old versions of ${key} were to be disabled first, and are still enabled: ${because}`,
    [
      `Disable each yourself, if it cannot wait: az keyvault key set-attributes --id ${key}/VERSION --enabled false. The versions: az keyvault key list-versions --id ${key}`,
      'Rewrap tries again by itself at each look, and has begun to move what uses the key meanwhile.',
    ],
  );

/** Told before the clean key is made: what lacks rights there stays where it is until somebody gives them. */
export const standbyLacksAccess = (
  { id, key, toKey = key, incidentId }: Pick<RotationRecord, 'id' | 'key' | 'toKey' | 'incidentId'>,
  lacking: readonly Finding[],
): Wording =>
  wording(
    {
      subject: key,
      kind: 'NeedsPerson',
      severity: 'critical',
      rotationId: id,
      occasion: hashOf(...lacking.map(({ message }) => message).toSorted()),
      ...(incidentId && { incidentId }),
    },
    `What uses ${key} is to move to a clean vault, and ${counted(lacking.length, 'dependent')} may not use keys of ${vaultOf(toKey)}.`,
    [
      `Give each identity its rights there:${someOf(
        lacking.map(({ message, nextStep }) => commandFirst(nextStep, message)),
        `GET /api/rotations/${id}`,
      )}`,
      'Rewrap tries again by itself. Until then they stay on the old key, which stays enabled for them.',
    ],
  );

/** A machine has reported something, and a person is to decide. Once a day until one has. */
export function alertProposes(incident: Incident, now: Date): Wording {
  const { rule = 'unknown', summary = '', vaults = [], keys = [], because } = incident.proposal ?? {};
  const [vault = ''] = vaults;
  const scope = keys.length > 0 ? `"keys": ${JSON.stringify(keys.slice(0, 3))}` : `"vault": "${vault}"`;
  return wording(
    {
      ...about(incident),
      kind: 'NeedsPerson',
      severity: 'critical',
      occasion: `proposed ${now.toISOString().slice(0, 10)}`,
    },
    `Alert ${rule}: ${summary}. It is about ${[...keys, ...vaults].slice(0, 3).join(', ')}. Nothing was begun: decide whether keys are compromised.`,
    [
      because === undefined ? undefined : `The policy wants it answered at once, but that was refused: ${because}`,
      `See what would be done, and what the audit log says: POST /api/emergency-rotations with {${scope}, "reason": "...", "incidentId": "${incident.id}", "dryRun": true}; without dryRun it is done.`,
      `If it is nothing, say so as a person with the role Rewrap.Approve: POST /api/incidents/${encodeURIComponent(incident.id)}/review`,
    ],
  );
}

/** Everything has moved. */
export const incidentProven = (incident: Incident, keys: readonly KeyProgress[]): Wording => {
  const proofs = proofsInWords(countProofs(keys.flatMap(({ dependents }) => dependents)));
  return wording(
    { ...about(incident), kind: 'IncidentProven', severity: 'info', occasion: incident.provenAt ?? incident.openedAt },
    `Incident ${incident.id}: everything that uses its ${counted(keys.length, 'key')} is proven to have moved${proofs ? `: ${proofs}` : ''}.`,
    [
      'Old versions are disabled as soon as nothing needs them; you will hear of each.',
      `What was copied before stays readable for whoever has it: see exposures in ${lookAtIncident(incident)}`,
      `Certificates and secrets are not rotated by this: ${lookAtIncident(incident)} says which, and what to do.`,
    ],
  );
};

/** A second person is still to say that it was right. Once a day. */
export const reviewMissing = (incident: Incident, now: Date): Wording =>
  wording(
    {
      ...about(incident),
      kind: 'NeedsPerson',
      severity: 'warning',
      occasion: `review ${now.toISOString().slice(0, 10)}`,
    },
    `Incident ${incident.id} was answered past windows and approvals by the word of ${incident.openedBy.name}; nobody else has looked at it yet.`,
    [
      `Look at what was asked and done: ${lookAtIncident(incident)}`,
      `Say so, as another person with the role Rewrap.Approve: POST /api/incidents/${encodeURIComponent(incident.id)}/review`,
    ],
  );
