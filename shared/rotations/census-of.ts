import { workByOthers, type LogReading } from '../audit/log-reading';
import type { Dependent, Discovery } from '../dependents/dependent';
import type { KeyVersion } from '../keys/key-version';
import { reasonsToHold } from './decide-retirement';
import { overAt } from './finding';
import { currentOf, type KeyFacts } from './key-facts';
import type { Retirement, RotationRecord } from './record';
import { isEmergency } from './request';
import type { RetirementFacts } from './retirement-facts';
import type { VersionStanding, VersionState } from './version-standing';

/** What is known of a key's versions at one moment. */
export interface CensusFacts {
  readonly facts: KeyFacts;
  readonly discovery: Discovery;
  readonly reading: LogReading;
  /** What the gate would be asked, for each rotation that still has a version to retire, by its id. */
  readonly gates: ReadonlyMap<string, RetirementFacts>;
}

/** Where each version of a key stands and what still needs it, the newest first. Pure; the gate itself is what is asked. */
export function censusOf({ facts, discovery, reading, gates }: CensusFacts): VersionStanding[] {
  const current = currentOf(facts);
  const reasons = new Map([...gates].map(([id, gate]) => [id, reasonsToHold(gate)]));
  const proofs = new Map([...gates.values()].flatMap(({ moves }) => moves).map((move) => [move.dependent, move.proof]));
  const saidOf = ({ id, retirement }: RotationRecord) => reasons.get(id) ?? retirement?.reasons ?? [];
  const users = [...discovery.dependents, ...(discovery.ownedElsewhere ?? [])];
  const proofOf = ({ id, version }: Dependent) =>
    version === current?.version ? (proofs.get(id) ?? ('read-back' as const)) : ('unproven' as const);

  return facts.versions.toReversed().map((held) => {
    const { version, enabled, createdOn, expiresOn } = held;
    const record = retirerOf(facts.records, held);
    const isOld = version !== current?.version || record?.toKey !== undefined;
    const neededFor = isOld && enabled && record ? saidOf(record) : [];
    return {
      version,
      ...standing(held, { record, isOld, records: facts.records }),
      enabled,
      createdOn,
      expiresOn,
      retiredBy: isOld ? record?.id : undefined,
      users: users
        .filter((user) => user.version === version)
        .map((user) => ({ id: user.id, type: user.type, proof: proofOf(user) })),
      neededFor,
      until: overAt(neededFor),
      ...lastUseOf(version, reading),
    };
  });
}

/** The newest rotation that is to retire the version. */
export const retirerOf = (
  newestFirst: readonly RotationRecord[],
  { version }: Pick<KeyVersion, 'version'>,
): RotationRecord | undefined => newestFirst.find(({ retires }) => retires.includes(version));

interface Past {
  readonly record: RotationRecord | undefined;
  readonly isOld: boolean;
  readonly records: readonly RotationRecord[];
}

const told = (state: VersionState, because?: string) => ({ state, ...(because !== undefined && { because }) });

/** That a version leaked outlasts whatever became of it. */
function standing({ version, enabled }: KeyVersion, past: Past): { state: VersionState; because?: string } {
  const incident = past.records.find(({ from, cause }) => from === version && isEmergency(cause));
  if (incident) return told('compromised', `replaced in an emergency: ${incident.reason}`);
  if (!past.isOld) return told('current', enabled ? undefined : 'disabled, and not by Rewrap');
  return enabled ? whileEnabled(past.record) : whileDisabled(version, past.record);
}

function whileEnabled(record: RotationRecord | undefined): { state: VersionState; because?: string } {
  if (!record) return told('superseded', 'no rotation of Rewrap replaced it: it is left as it is');
  switch (record.retirement?.state) {
    case 'retired':
      return told('superseded', `Rewrap disabled it on ${record.retirement.at}, and somebody enabled it again`);
    case 'held':
    case 'reopened':
      return told('held');
    default:
      return told('superseded', waitsFor(record.retirement));
  }
}

const waitsFor = ({ opensAt }: Partial<Retirement> = {}): string | undefined =>
  opensAt && `nothing holds it: it is disabled when its class has a window, from ${opensAt}`;

function whileDisabled(version: string, record: RotationRecord | undefined) {
  const { state, trial } = record?.retirement ?? {};
  if (state === 'trial' && trial?.versions.includes(version)) return told('trial');
  return told('retired', state === 'retired' ? undefined : 'somebody else than Rewrap disabled it');
}

function lastUseOf(version: string, reading: LogReading): Pick<VersionStanding, 'lastUse'> {
  if (reading.is === 'unavailable') return {};
  const uses = workByOthers(reading.uses).filter((use) => use.version === version);
  const last = uses.toSorted((a, b) => a.last.localeCompare(b.last)).at(-1);
  if (!last) return {};
  const { operation, by } = last;
  const who = by.name ?? by.resource ?? by.principal ?? by.appId ?? 'a caller without a name';
  return { lastUse: { at: last.last, operation, by: who } };
}
