import { consultLog, provenByLog } from '../audit/consult-log';
import { discoverUsers } from '../audit/discover-users';
import { findingInWords } from '../dependents/blind-spots';
import type { Discovery } from '../dependents/dependent';
import type { KeyUrl } from '../keys/key-url';
import type { KeyVersion } from '../keys/key-version';
import type { World } from '../world';
import { censusOf, retirerOf } from './census-of';
import { currentOf, gatherKeyFacts, type KeyFacts } from './key-facts';
import { leftAt } from './left-at';
import { pausedInWords } from './pause';
import { pauseOf } from './pause-of';
import type { RotationRecord } from './record';
import type { RetirementFacts } from './retirement-facts';
import { KeyMissing } from './rotation-errors';
import { surveyFor } from './survey-for';
import type { VersionCensus } from './version-standing';

type Ports = Pick<World, 'keys' | 'records' | 'policy' | 'dependents' | 'audit' | 'plans' | 'pauses' | 'now'>;

interface Seen {
  readonly facts: KeyFacts;
  readonly current: KeyVersion;
  readonly discovery: Discovery;
  readonly log: Awaited<ReturnType<typeof consultLog>>;
}

/**
 * Looks at every version of a key and asks, for each that is old and enabled, what the gate before its retirement would say
 * now. Proofs are those of the last look at each dependent. Writes nothing. @throws {KeyMissing}
 */
export async function takeCensus(world: Ports, key: KeyUrl): Promise<VersionCensus> {
  const facts = await gatherKeyFacts(world, key);
  const current = currentOf(facts);
  if (!current) throw new KeyMissing(key, facts.presence);
  const discovery = await discoverUsers(world, key, { retentions: true });
  const log = await consultLog(world, current, facts.class);

  const old = facts.versions.filter(({ version, enabled }) => enabled && version !== current.version);
  // Where another key takes the place of this one, what the gate said last is in the record.
  const retirers = old.flatMap((held) => retirerOf(facts.records, held) ?? []);
  const records = new Set(retirers.filter(({ toKey }) => toKey === undefined));
  const gates = await Promise.all(
    [...records].map(
      async (record) => [record.id, await gateOf(world, record, { facts, current, discovery, log })] as const,
    ),
  );
  const { reading } = log;
  const { dependents, ownedElsewhere = [] } = discovery;
  const [last] = facts.records;
  return {
    key,
    asOf: facts.now.toISOString(),
    ...(last?.toKey && { toKey: last.toKey }),
    versions: censusOf({ facts, discovery, reading, gates: new Map(gates) }),
    dependents: findingInWords({ ...discovery, total: dependents.length + ownedElsewhere.length }),
    ...(reading.is === 'read' ? { usesSince: reading.span.from.toISOString() } : { unlogged: reading.because }),
  };
}

async function gateOf(
  world: Ports,
  record: RotationRecord,
  { facts, current, discovery, log }: Seen,
): Promise<RetirementFacts> {
  const { plan, slices } = await surveyFor(world, record, { facts, current, seen: discovery });
  const dependents = slices.flat();
  const seen = (await world.records.moves(record.id)).filter(({ to }) => to === current.version);
  const { class: rules, now, versions, records } = facts;
  const pause = await pauseOf(world, record);
  return {
    now,
    record,
    notBefore: new Date(record.retirement?.notBefore ?? now),
    plan,
    dependents,
    moves: provenByLog(seen, { dependents, to: current.version, log, rules }),
    verified: true,
    versions,
    leftAt: leftAt(record, records),
    otherRotationRuns: records.some(({ closedAt }) => closedAt === undefined),
    paused: pause && pausedInWords(pause),
    ...(rules && { rules }),
    log,
  };
}
