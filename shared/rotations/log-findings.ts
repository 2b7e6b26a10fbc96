import { doubtOfSilence, workByOthers, type AuditedCaller, type AuditedUse } from '../audit/log-reading';
import { ownersAmong } from '../audit/owners';
import type { ShadowUser } from '../audit/shadow-user';
import type { Discovery, Proof } from '../dependents/dependent';
import type { Finding } from './finding';
import { openComplaints } from './judge-trial';
import type { RetirementFacts } from './retirement-facts';

/** Users of the key that nobody knows: what they hold would be cut off. */
export const shadowFindings = (users: readonly ShadowUser[]): Finding[] =>
  users.map(({ principal, name, operations, count, last }) => ({
    code: 'shadow-user',
    message: `${name ? `${name} (${principal})` : principal} used the key (${operations.join(', ')}) ${count} times, last at ${last}, and is no known dependent`,
    nextStep: 'Find out what it is and move it, then declare it under knownUsers in policy.yaml',
  }));

/** Beside what a search shows: users whom nobody knows, or that the log could not tell of any. */
export const whoElseFindings = ({
  shadowUsers = [],
  unlogged,
}: Pick<Discovery, 'shadowUsers' | 'unlogged'>): Finding[] => [
  ...shadowFindings(shadowUsers),
  ...(unlogged === undefined
    ? []
    : [
        {
          code: 'log-unavailable',
          message: `Who else uses the key is not known: ${unlogged}`,
          nextStep: 'Mend the audit log: see "Audit logs" in docs/operations.md',
        },
      ]),
];

/** Old versions that the audit log shows in use, and a log that cannot tell although the class wants its silence. */
export function logFindings(facts: RetirementFacts): Finding[] {
  const { log, rules, record } = facts;
  const uses = log?.reading.is === 'read' ? log.reading.uses : [];
  const complaints = openComplaints(record.retirement?.complaints ?? [], uses, record.retires);
  if (!log) return complaints;
  const doubt = rules?.silence === undefined ? undefined : doubtOfSilence(log.reading, log.since);
  return [
    ...complaints,
    ...inUse(log, facts),
    ...(doubt === undefined
      ? []
      : [
          {
            code: 'log-unavailable',
            message: `That no old version is used any more cannot be shown: ${doubt}`,
            nextStep: 'Mend the audit log, or take silence out of the class in policy.yaml',
          },
        ]),
  ];
}

/**
 * A call that was denied opened nothing. Whoever is proven to have moved may have used the old version until then: of him
 * only what came after the rotation was closed counts, or an emergency would wait for the end of a silence for nothing.
 */
function inUse({ reading, since }: NonNullable<RetirementFacts['log']>, facts: RetirementFacts): Finding[] {
  if (reading.is === 'unavailable') return [];
  const { record, dependents, moves } = facts;
  const proven = new Set(moves.filter(({ proof }) => isProven(proof)).map(({ dependent }) => dependent));
  const ownersOf = ownersAmong(dependents);
  const closed = new Date(record.closedAt ?? since);
  const sinceFor = (owners: readonly { readonly id: string }[]) =>
    owners.length > 0 && owners.every(({ id }) => proven.has(id)) ? later(since, closed) : since;
  return workByOthers(reading.uses)
    .filter(({ version = '', outcome }) => record.retires.includes(version) && outcome !== 'denied')
    .filter(({ last, by }) => new Date(last) >= sinceFor(ownersOf(by)))
    .map((use) => ({
      code: 'version-in-use-in-log',
      message: `The audit log shows the old version in use: ${told(use)}`,
      nextStep: 'Move what uses it; the old version is free once the log is silent about it',
    }));
}

const isProven = (proof: Proof): boolean => proof !== 'assumed' && proof !== 'unproven';

const later = (a: Date, b: Date): Date => (a > b ? a : b);

const told = ({ operation, version = '', by, count, last }: AuditedUse): string =>
  `${operation} with ${version} by ${callerOf(by)}, ${count} times, last at ${last}`;

const callerOf = ({ principal, appId, name, resource }: AuditedCaller): string => {
  const id = principal ?? appId ?? 'a caller without a name';
  const called = name ?? resource;
  return called ? `${called} (${id})` : id;
};
