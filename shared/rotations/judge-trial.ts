import { workByOthers, type AuditedUse } from '../audit/log-reading';
import type { Finding } from './finding';
import { notReleased } from './hold-release';
import type { Complaint } from './trial';
import type { TrialFacts } from './trial-facts';

/** `reopen`: somebody complains. `stop`: the key changes, and nobody can tell any more. `retire`: it is over in peace. */
export type Verdict =
  | { readonly is: 'reopen'; readonly reasons: readonly Finding[]; readonly complaints: readonly Complaint[] }
  | { readonly is: 'stop'; readonly reasons: readonly Finding[] }
  | { readonly is: 'retire' }
  | { readonly is: 'go-on'; readonly lookAt: string; readonly observe: boolean };

const minute = 60_000;
/** How long after its end a trial waits for a last look at every dependent. */
const patience = 30 * minute;

/** What becomes of a trial by what one look at it shows. Pure; a person reads the reasons. */
export function judgeTrial(facts: TrialFacts): Verdict {
  const complaints = complaintsIn(facts);
  if (complaints.length > 0) return { is: 'reopen', reasons: complaints.map(refused), complaints };
  // Dependents that move on to a newer version are not unwell, and our own enabling before a crash looks like another's.
  const overtaken = overtakenBy(facts);
  if (overtaken.length > 0) return { is: 'stop', reasons: overtaken };
  const unwell = [...unwellIn(facts), ...enabledByOthers(facts)];
  if (unwell.length > 0) return { is: 'reopen', reasons: unwell, complaints };

  const { now, trial } = facts;
  const endsAt = new Date(trial.endsAt ?? now);
  if (now < endsAt) return nextLook(facts, endsAt);
  if (!allObservedSince(endsAt, facts)) return lastRound(facts, endsAt);
  const dark = inTheDark(facts);
  return dark.length > 0 ? { is: 'stop', reasons: dark } : { is: 'retire' };
}

/** Looks at the log thirty times, but not more than once a minute, and at every dependent six times. */
function nextLook({ now, trial }: TrialFacts, endsAt: Date): Verdict {
  const length = endsAt.getTime() - Date.parse(trial.startedAt);
  const lookAt = Math.min(now.getTime() + Math.max(length / 30, minute), endsAt.getTime());
  const observed = Date.parse(trial.observedAt ?? trial.startedAt);
  const observe = lookAt === endsAt.getTime() || lookAt - observed >= Math.max(length / 6, 5 * minute);
  return { is: 'go-on', lookAt: new Date(lookAt).toISOString(), observe };
}

/** Whoever comes late, because the app was down, looks at every dependent once all the same. */
function lastRound({ now, trial }: TrialFacts, endsAt: Date): Verdict {
  const isAsked = trial.observedAt !== undefined && Date.parse(trial.observedAt) >= endsAt.getTime();
  if (!isAsked || now.getTime() < endsAt.getTime() + patience)
    return { is: 'go-on', lookAt: new Date(now.getTime() + minute).toISOString(), observe: true };
  const message = 'Not every dependent could be looked at during the trial';
  return {
    is: 'stop',
    reasons: [{ code: 'verification-incomplete', message, nextStep: 'Rewrap looks again by itself' }],
  };
}

const allObservedSince = (since: Date, { dependents, moves }: TrialFacts): boolean => {
  const observed = new Map(moves.map(({ dependent, at }) => [dependent, new Date(at)]));
  return dependents.every(({ id }) => (observed.get(id) ?? new Date(0)) >= since);
};

/** Whoever touched a version on trial, whatever came of it. That we did ourselves is no complaint. */
function complaintsIn({ reading, trial }: TrialFacts): Complaint[] {
  if (reading.is === 'unavailable') return [];
  return workByOthers(reading.uses).flatMap((use) => complaintOf(use, trial.versions));
}

function complaintOf({ operation, version, by, count, last }: AuditedUse, versions: readonly string[]): Complaint[] {
  if (version === undefined || !versions.includes(version)) return [];
  const principal = by.principal ?? by.appId ?? 'a caller without a name';
  const name = by.name ?? by.resource;
  return [{ principal, operation, version, count, last, ...(name && { name }) }];
}

const whoIs = ({ principal, name }: Complaint): string => (name ? `${name} (${principal})` : principal);

const refused = (complaint: Complaint): Finding => ({
  code: 'trial-complaint',
  message: `While it was disabled on trial, ${whoIs(complaint)} asked for ${complaint.operation} with version ${complaint.version}, ${complaint.count} times, last at ${complaint.last}`,
  nextStep: 'Find out what it is and move it; the old version is free once the log shows it at work with the new one',
});

/** Callers of earlier trials whom the log has not shown at work with a newer version since. */
export function openComplaints(
  complaints: readonly Complaint[],
  uses: readonly AuditedUse[],
  retires: readonly string[],
): Finding[] {
  const isAnswered = ({ principal, last }: Complaint) =>
    uses.some(
      ({ by, outcome, version, last: seen }) =>
        (by.principal ?? by.appId) === principal &&
        outcome === 'done' &&
        !retires.includes(version ?? '') &&
        seen > last,
    );
  return complaints.filter((complaint) => !isAnswered(complaint)).map(refused);
}

const unwellIn = ({ dependents, moves }: TrialFacts): Finding[] => {
  const known = new Set(dependents.map(({ id }) => id));
  return moves
    .filter(({ dependent, proof }) => known.has(dependent) && proof === 'unproven')
    .map(({ dependent, because = 'the reason is not known' }) => ({
      code: 'trial-dependent-unwell',
      message: `While the old version was disabled on trial, ${dependent} was no longer proven on the current one: ${because}`,
      nextStep: 'Look at the resource and mend it; Rewrap looks again by itself',
    }));
};

const enabledByOthers = ({ trial, versions }: TrialFacts): Finding[] =>
  versions
    .filter(({ version, enabled }) => enabled && trial.endsAt !== undefined && trial.versions.includes(version))
    .map(({ version }) => ({
      code: 'trial-enabled-by-somebody',
      message: `Somebody enabled version ${version} while it was disabled on trial`,
      nextStep: 'Ask who needed it and why; Rewrap looks again by itself',
    }));

function overtakenBy({ record, otherRotationRuns, versions, to, ...facts }: TrialFacts): Finding[] {
  const nextStep = 'Rewrap looks again by itself';
  const current = record.toKey ? facts.current : versions.at(-1);
  return [
    ...(record.state === 'proven'
      ? []
      : [{ code: 'rotation-not-proven', message: `The rotation is ${record.state}`, nextStep }]),
    ...(otherRotationRuns
      ? [{ code: 'rotation-under-way', message: 'Another rotation of the key is under way', nextStep }]
      : []),
    ...(current && current.version !== to
      ? [{ code: 'newer-version', message: `Version ${current.version} came during the trial`, nextStep }]
      : []),
    ...(current?.enabled
      ? []
      : [{ code: 'current-version-disabled', message: 'The current version is not enabled', nextStep }]),
  ];
}

/** Where the class wants the log's silence, a log that was not there during the trial shows none. */
const inTheDark = ({ reading, rules, record }: TrialFacts): Finding[] =>
  reading.is === 'read' || rules?.silence === undefined
    ? []
    : notReleased(
        [
          {
            code: 'log-unavailable',
            message: `Whether anybody complained during the trial is not known: ${reading.because}`,
            nextStep: 'Mend the audit log, or take silence out of the class in policy.yaml',
          },
        ],
        record.holdRelease,
      );
