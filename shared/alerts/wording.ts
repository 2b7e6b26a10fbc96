import type { Move } from '../dependents/dependent';
import { hashOf } from '../hash';
import { versionUrl, type KeyUrl } from '../keys/key-url';
import type { Finding } from '../rotations/finding';
import type { RotationPlan } from '../rotations/plan';
import type { RotationRecord } from '../rotations/record';
import { isEmergency } from '../rotations/request';
import { targetOf } from '../rotations/target-of';
import { commandFirst, counted, proofsInWords, someOf, wording, type Wording } from './plain-words';

/*
 * The words of every alert, for somebody tired at three in the morning: first what is safe, then what to do, with ids and
 * commands to copy. The commands are those of the Azure CLI, `az keyvault key` and `az resource`.
 */

const about = ({ id, key, incidentId }: RotationRecord) => ({
  subject: key,
  rotationId: id,
  ...(incidentId && { incidentId }),
});
const fullRecord = ({ id }: RotationRecord) => `GET /api/rotations/${id}`;
const setEnabled = (key: KeyUrl, version: string, enabled: boolean) =>
  `az keyvault key set-attributes --id ${versionUrl(key, version)} --enabled ${enabled}`;

/** The id stands before the reason already; each mention of it, in any casing, would take the room of what to do. */
const shortened = (id: string, reason: string): string => {
  const at = reason.toLowerCase().indexOf(id.toLowerCase());
  if (at < 0) return reason;
  return `${reason.slice(0, at)}the resource${shortened(id, reason.slice(at + id.length))}`;
};

/** What to look at: an Azure resource has an id that the CLI takes, a store of application data has a URL. */
const lookAt = ({ dependent, because = 'not proven yet' }: Move) => {
  const reason = shortened(dependent, because);
  return dependent.startsWith('/')
    ? commandFirst(`az resource show --ids ${dependent}`, reason)
    : `${dependent}: ${reason}`;
};

/** Those that wait for a person come first: nobody else will move them. */
const unprovenOf = (moves: readonly Move[]) =>
  moves
    .filter(({ proof }) => proof === 'unproven')
    .toSorted((a, b) => Number(b.state === 'needs-person') - Number(a.state === 'needs-person'));

const oldStaysEnabled = ({ from }: RotationRecord) =>
  `Nothing is cut off: version ${from} stays enabled until everything that uses the key is proven off it.`;

const askAgain = ({ key, cause }: RotationRecord) =>
  isEmergency(cause)
    ? `Then ask for the emergency rotation of ${key} again: POST /api/emergency-rotations`
    : `Then ask for the rotation of ${key} again: POST /api/rotations`;

/** A rotation is over: proven, partial, parked, and failed for whatever else. `moves` are those to the new version. */
export function rotationEnded(
  record: RotationRecord,
  moves: readonly Move[],
  plan: Pick<RotationPlan, 'blockedBy'> | undefined,
): Wording {
  if (record.state === 'proven') return proven(record);
  if (record.state === 'partial')
    return onlyPeopleLeft(record, moves) ? needsPerson(record, moves) : partial(record, moves);
  if (record.state === 'parked') return foreignOrParked(record, plan?.blockedBy ?? []);
  return failed(record);
}

function onlyPeopleLeft({ counts }: RotationRecord, moves: readonly Move[]): boolean {
  const forPeople = moves.filter(({ state }) => state === 'needs-person').length;
  return forPeople > 0 && forPeople === counts?.unproven;
}

/** A version that someone else made is worth its own words: its maker may know its material. */
function foreignOrParked(record: RotationRecord, blockedBy: readonly Finding[]): Wording {
  const foreign = blockedBy.find(({ code }) => code.startsWith('foreign-version'));
  if (!foreign || record.to === undefined) return parked(record, blockedBy);
  return foreignVersionRefused({
    key: record.key,
    version: record.to,
    because: foreign.message,
    rotationId: record.id,
  });
}

function proven(record: RotationRecord): Wording {
  const { key, mode, from, to, toKey, counts } = record;
  const { total = 0, assumed = 0 } = counts ?? {};
  const made = mode === 'rotate' ? `was rotated from ${from} to` : `was moved from ${from} to`;
  const place = `${toKey ? `${toKey}/` : ''}${to ?? 'a new version'}`;
  const proofs = proofsInWords(counts?.byProof);
  const summary = `${key} ${made} ${place}; ${counted(total, 'dependent')} followed${proofs ? `: ${proofs}` : ''}.`;
  return wording({ ...about(record), kind: 'RotationProven', severity: 'info' }, summary, [
    assumed > 0
      ? `That ${counted(assumed, 'dependent')} moved is only assumed, so the old version will be held unless the audit log proves it by then: look at ${fullRecord(record)}`
      : `Nothing. Version ${from} is disabled after the overlap, and you will hear of it.`,
  ]);
}

function partial(record: RotationRecord, moves: readonly Move[]): Wording {
  const { key, cause, counts, because } = record;
  const left = unprovenOf(moves);
  const { unproven = left.length, total = moves.length } = counts ?? {};
  const proofs = proofsInWords(counts?.byProof);
  const rest = proofs ? ` The others: ${proofs}.` : '';
  const summary = `${key}: ${unproven} of ${counted(total, 'dependent')} are not proven on the new version.${rest} ${because ?? ''}`;
  return wording({ ...about(record), kind: 'RotationPartial', severity: 'critical' }, summary.trim(), [
    isEmergency(cause)
      ? `What these dependents hold can still be opened with the compromised version ${record.from}: move them first.`
      : oldStaysEnabled(record),
    left.length > 0 ? `See what stands in the way of each:${someOf(left.map(lookAt), fullRecord(record))}` : undefined,
    left.length < unproven
      ? `${counted(unproven - left.length, 'dependent')} not reached yet, because an earlier wave stopped; the sweep goes on once it is mended.`
      : undefined,
    `Mend it; the sweep then tries again by itself. All that is known: ${fullRecord(record)}`,
  ]);
}

function parked(record: RotationRecord, blockedBy: readonly Finding[]): Wording {
  const { key, cause, to, because, nextStep } = record;
  const severity = isEmergency(cause) ? 'critical' : 'warning';
  const reasons = blockedBy.map(({ message }) => message).join('; ') || because || 'it needs a decision';
  const steps =
    blockedBy.length > 0 ? blockedBy.map((finding) => finding.nextStep) : [nextStep ?? `Look at ${fullRecord(record)}`];
  return wording(
    { ...about(record), kind: 'RotationParked', severity },
    `The rotation of ${key} waits for you: ${reasons}`,
    [
      to === undefined
        ? `Nothing was changed: version ${record.from} stays in use.`
        : `Version ${to} was made; what did not move to it goes on with ${record.from}, which stays enabled.`,
      ...new Set(steps.slice(0, 5)),
      askAgain(record),
    ],
  );
}

function failed(record: RotationRecord): Wording {
  const { key, because, nextStep } = record;
  const summary = `The rotation of ${key} failed: ${because ?? 'the reason is not known'}`;
  return wording({ ...about(record), kind: 'RotationFailed', severity: 'critical' }, summary, [
    oldStaysEnabled(record),
    `See which versions there are: az keyvault key list-versions --id ${key}`,
    nextStep ?? `Look which step failed: ${fullRecord(record)}`,
    `${askAgain(record)}. What was done is found and not done twice.`,
  ]);
}

/** Dependents of the rotation that only a person can move. */
export function needsPerson(record: RotationRecord, moves: readonly Move[]): Wording {
  const waiting = moves.filter(({ state }) => state === 'needs-person');
  const summary = `${counted(waiting.length, 'dependent')} of ${record.key} must be moved to version ${record.to ?? '?'} by hand.`;
  return wording({ ...about(record), kind: 'NeedsPerson', severity: 'warning' }, summary, [
    oldStaysEnabled(record),
    `Move these:${someOf(waiting.map(lookAt), fullRecord(record))}`,
    'Do nothing more: Rewrap verifies them by itself.',
  ]);
}

/** The backup of a key failed in an emergency, which went on without it. About the new version, apart from other alerts. */
export const backupFailed = (record: RotationRecord, because: string): Wording =>
  wording(
    {
      ...about(record),
      subject: versionUrl(targetOf(record), record.to ?? record.from),
      kind: 'NeedsPerson',
      severity: 'critical',
    },
    `The emergency rotation of ${record.key} goes on without a backup of the new version: ${because}`,
    [
      `Back the key up yourself: az keyvault key backup --id ${targetOf(record)} --file ${record.id}.keybackup`,
      'Keep the file where only custodians of keys get at it: a stolen backup cannot be revoked.',
    ],
  );

/** The old versions stay enabled, for reasons. Other reasons are another alert. */
export function retirementHeld(record: RotationRecord, reasons: readonly Finding[]): Wording {
  const { key, retires } = record;
  const [first] = reasons;
  const others = reasons.length > 1 ? ` (and ${counted(reasons.length - 1, 'other reason')})` : '';
  const summary = `The old version of ${key} stays enabled: ${first?.message ?? 'the reason is not known'}${others}`;
  const told = reasons.map(({ message, nextStep }) => `${message}. ${nextStep}.`);
  const occasion = hashOf(...reasons.map(({ code }) => code).toSorted());
  return wording({ ...about(record), kind: 'RetirementHeld', severity: 'warning', occasion }, summary, [
    'Nothing is cut off, and nothing is disabled before the reasons are gone.',
    told.length > 0 ? `Go through the reasons:${someOf(told, fullRecord(record))}` : `Look at ${fullRecord(record)}`,
    ...retires
      .slice(0, 2)
      .map((version) => `Where a reason asks you to disable it yourself: ${setEnabled(key, version, false)}`),
  ]);
}

const whyFree = ({ holdRelease }: RotationRecord): string =>
  holdRelease?.approved
    ? `${holdRelease.requestedBy} and ${holdRelease.approved.by} released what held it`
    : 'everything that uses the key is proven off it';

const howProven = ({ counts }: RotationRecord): string => {
  const proofs = proofsInWords(counts?.byProof);
  return proofs ? ` (${proofs})` : '';
};

/** The old versions are disabled. They are never deleted, so that this can be undone. */
export const retirementDone = (record: RotationRecord): Wording =>
  wording(
    { ...about(record), kind: 'RetirementDone', severity: 'info' },
    `${record.key}: the old version ${record.retires.join(', ')} is disabled; ${whyFree(record)}${howProven(record)}.`,
    record.retires
      .slice(0, 5)
      .map((version) => `If something can no longer open its data: ${setEnabled(record.key, version, true)}`),
  );

/** Somebody else made a version that is weaker than its predecessor or that the policy does not allow. */
export const foreignVersionRefused = (at: {
  key: KeyUrl;
  version: string;
  because: string;
  rotationId?: string;
}): Wording =>
  wording(
    {
      subject: versionUrl(at.key, at.version),
      kind: 'NeedsPerson',
      severity: 'critical',
      ...(at.rotationId && { rotationId: at.rotationId }),
    },
    `Version ${at.version} of ${at.key} was not made by Rewrap and is not followed: ${at.because}`,
    [
      `Ask who made it: az keyvault key show --id ${versionUrl(at.key, at.version)}`,
      'Do not disable it yet: what follows the newest version by itself may already need it.',
      'If nobody owns up to it, somebody may know its material. Ask for an emergency rotation: POST /api/emergency-rotations',
    ],
  );

const today = (now: Date): string => now.toISOString().slice(0, 10);

/** A key cannot be looked after for a reason that no retry cures. One alert a day, as long as it lasts. */
export const keyInTrouble = (key: string, because: string, now: Date): Wording =>
  wording(
    { subject: key, kind: 'NeedsPerson', severity: 'critical', occasion: today(now) },
    `${key} cannot be looked after: ${because}`,
    [
      `See how it stands: az keyvault key show --id ${key}`,
      'Mend what the reason names; the sweep then takes it up again by itself.',
    ],
  );

/** None of a vault's keys can be looked after. One alert a day, as long as it lasts. */
export const vaultInTrouble = (vault: string, because: string, now: Date): Wording =>
  wording(
    { subject: vault, kind: 'NeedsPerson', severity: 'critical', occasion: today(now) },
    `No key in ${vault} can be looked after: ${because}`,
    [
      `Check that the vault answers and that the rights of Rewrap's identity are in place: az keyvault key list --id ${vault}`,
      'If the vault is no longer yours, take it out of the scope in policy.yaml.',
    ],
  );

/** An event was not followed. It is kept as a letter under its id. */
export const eventRefused = (at: { letter: string; because: string }): Wording =>
  wording(
    { subject: `letter/${at.letter}`, kind: 'EventRefused', severity: 'warning' },
    `An event was not followed: ${at.because}`,
    [
      `Read it, in Rewrap's storage account: az storage blob download --account-name ACCOUNT --container-name rewrap-letters --name ${at.letter}.json --file letter.json --auth-mode login`,
      'If it is about a vault that you want looked after, add the vault to the scope in policy.yaml; if not, take the event subscription away.',
    ],
  );

/** A sink takes no alerts; the others tell. */
export const sinkFailing = (at: { sink: string; since: string; because: string }): Wording =>
  wording(
    { subject: at.sink, kind: 'SinkFailing', severity: 'critical' },
    `Alerts do not arrive at the sink "${at.sink}" since ${at.since}: ${at.because}`,
    [
      `Check the receiver, and the settings of the sink "${at.sink}" in policy.yaml and in the settings of the app.`,
      'Nothing is lost: what waits is tried again every hour at the latest. What the receiver refused for good is kept and not sent again.',
    ],
  );
