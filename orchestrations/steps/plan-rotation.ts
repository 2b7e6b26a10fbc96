import * as z from 'zod';
import type { Discovery } from '../../shared/dependents/dependent';
import { standbyLacksAccess } from '../../shared/alerts/incident-wording';
import { Later, searchedSince, searchInTurn } from '../../shared/dependents/search-in-turn';
import { unsearched } from '../../shared/dependents/search-parts';
import { hashOf } from '../../shared/hash';
import { madeBy } from '../../shared/keys/key-version';
import { asUrgent } from '../../shared/pacing/asking';
import { orRefused } from '../../shared/refusal';
import { asBeforeEmergencies } from '../../shared/rotations/cut-short';
import { lacksStandbyAccess } from '../../shared/rotations/standby-findings';
import { mayUseThere } from '../../shared/rotations/may-use-there';
import { lagsOf } from '../../shared/rotations/expected-duration';
import { discoverFor } from '../../shared/rotations/discover-for';
import { gatherKeyFacts, type KeyFacts } from '../../shared/rotations/key-facts';
import { Wave, type RotationPlan } from '../../shared/rotations/plan';
import { planRotation as makePlan } from '../../shared/rotations/plan-rotation';
import type { RotationRecord } from '../../shared/rotations/record';
import { recordOf } from '../../shared/rotations/record-of';
import { isEmergency } from '../../shared/rotations/request';
import { weakerThan } from '../../shared/rotations/weaker-than';
import { whatHolds } from '../../shared/rotations/what-holds';
import { openGate, turnstile, type Turnstile } from '../../shared/turnstile';
import type { World } from '../../shared/world';
import { step } from '../durable';

/** Looks at key, policy and dependents, and writes down what the rotation will do. The plan's id follows from its content. */
export const planRotation = step({
  name: 'planRotation',
  input: z.object({ rotationId: z.string(), searchedSince }),
  output: z.object({
    planId: z.string(),
    waves: z.array(Wave),
    goesOn: z.boolean().optional(),
    blocked: z.string().optional().describe('Why it must not go on'),
    notBefore: z.iso.datetime().optional(),
    searchLater: z.boolean().optional().describe('The version comes first: dependents are to be looked for then'),
    ...Later.partial().shape,
  }),
  async run({ rotationId, searchedSince }, world) {
    const record = await recordOf(world, rotationId);
    const turn = { searchedSince, now: world.now, enter: gateFor(record), pauseMs };
    const made = await asUrgent(isEmergency(record.cause), () =>
      orRefused(() => searchInTurn((since) => plan(world, record, since), turn)),
    );
    if ('comeBackAt' in made) return { ...noPlan, ...made };
    if ('refused' in made) return { ...noPlan, blocked: made.refused };

    await world.plans.save(made.plan, made.slices);
    const { id: planId, waves, goesOn, blockedBy, warnings } = made.plan;
    const lacking = warnings.filter(lacksStandbyAccess);
    if (lacking.length > 0) await world.alerts.raise(standbyLacksAccess(record, lacking));
    const { notBefore, refused, ...shown } = await whatHolds(world, { record, ...made });
    const state = notBefore ? 'waiting' : 'running';
    await world.records.update(rotationId, { ...nothingHolds, ...shown, planId, state });
    await world.records.noteStep(rotationId, {
      name: 'plan',
      at: world.now().toISOString(),
      outcome: summary(made.plan),
    });
    const blocked = [...blockedBy.map(({ message }) => message), ...(refused ? [refused] : [])].join('; ');
    const outcome = { planId, waves, ...(goesOn && { goesOn }), ...(notBefore && { notBefore }) };
    return { ...outcome, ...(blocked && { blocked }), ...(made.searchLater && { searchLater: true }) };
  },
});

const noPlan = { planId: 'none', waves: [] };

/** Searches of emergencies side by side. They share what they read, so that those that come after the first are soon done. */
const search = turnstile(4);

/** Until one that found the turnstile full, or whose search is not over, comes again. */
const pauseMs = 3_000;

/** Many keys of an incident search at once, and a search under limits may take a minute. */
const gateFor = ({ cause, to, toKey }: RotationRecord): Turnstile =>
  isEmergency(cause) && (to ?? toKey) !== undefined ? search : openGate;

/** What an earlier plan may have left in the record. */
const nothingHolds = { because: undefined, pausedBy: undefined, approval: undefined };

async function plan(world: World, record: RotationRecord, since: Date) {
  const facts = await gatherKeyFacts(world, record.key);
  const from = facts.versions.find(({ version }) => version === record.from) ?? gone(record);
  const to = await targetIn(world, record, facts);
  const searchLater = !to && searchesLater(record);
  const discovery = searchLater ? notSearched : await discoverNow(world, record, { facts, since });
  const weaknesses = record.cause === 'foreign-version' && to ? await weaknessesOf(world, record, to.version) : [];
  const lagOf = await lagsOf(world, discovery);
  const requests = await world.requests.takenBy(record.id);
  const input = {
    cause: record.cause,
    facts,
    discovery,
    from,
    ...(to && { to, ownVersion: searchesLater(record) }),
    weaknesses,
    outsideWindows: requests.some(({ outsideWindows }) => outsideWindows),
    lagOf,
    toKey: record.toKey,
    mayUseIt: record.toKey && (await mayUseThere(world, record.toKey)),
    refusedRights: await rightsMissing(world, record, facts),
  };

  const draft = makePlan({ ...input, id: record.id });
  const id = `${record.id}-${hashOf(JSON.stringify(draft)).slice(0, 8)}`;
  return { plan: { ...draft.plan, id }, slices: draft.slices, rules: facts.class?.approval, searchLater };
}

const searchesLater = ({ cause, mode, toKey }: RotationRecord): boolean =>
  isEmergency(cause) && mode === 'rotate' && toKey === undefined;

/**
 * An emergency makes its version of the same key before it looks who uses the key: in a large estate under Azure's limits that look takes longer
 * than all the rest, and nothing about the version depends on it.
 */
const notSearched = unsearched('it is searched when the version is made');

/**
 * In an emergency many keys look at the same resources at once, and Azure limits how many looks there are. What comes in this time
 * is found by the search before the retirement, and each resource is read again before it is written.
 */
const sharedMs = 5 * 60_000;

async function discoverNow(
  world: World,
  record: RotationRecord,
  { facts, since }: { facts: KeyFacts; since: Date },
): Promise<Discovery> {
  const urgent = isEmergency(record.cause);
  const shared = { urgent, notOlderThan: new Date(since.getTime() - sharedMs) };
  const found = await discoverFor(world, record, urgent ? shared : { rights: true, notOlderThan: since, alone: true });
  return { ...found, dependents: await asBeforeEmergencies(world, facts.records, found.dependents) };
}

/** An emergency does not ask: what is refused then, the vault tells at once. */
const rightsMissing = async ({ doctor }: World, { key, cause }: RotationRecord, facts: KeyFacts) =>
  isEmergency(cause) ? undefined : doctor.rightsMissingAt(key, { setsPolicy: facts.class?.nativePolicy === 'set' });

/** The version to move to, where it is there already. */
async function targetIn({ keys }: World, { id, to, toKey }: RotationRecord, facts: KeyFacts) {
  const versions = toKey ? await keys.versions(toKey) : facts.versions;
  const target = to ?? madeBy(versions, id)?.version;
  return versions.find(({ version }) => version === target);
}

async function weaknessesOf({ keys }: World, { key, from }: RotationRecord, to: string): Promise<string[]> {
  return weakerThan(await keys.shape(key, from), await keys.shape(key, to));
}

/** A key that was deleted while its rotation waited has no versions; the preflight then says so. */
const gone = ({ key, from, startedAt }: RotationRecord): KeyFacts['versions'][number] => ({
  key,
  version: from,
  enabled: false,
  createdOn: startedAt,
  tags: {},
  managed: false,
});

const summary = ({ dependents, blockedBy, waves }: RotationPlan): string =>
  blockedBy.length > 0
    ? `blocked: ${blockedBy.map(({ code }) => code).join(', ')}`
    : `${dependents.total} dependents in ${waves.length} waves, ${dependents.unknown.length} unknown`;
