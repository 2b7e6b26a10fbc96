import * as z from 'zod';
import { keyInTrouble } from '../../shared/alerts/wording';
import { messageOf, RewrapError } from '../../shared/errors';
import { cleanKeyFor } from '../../shared/rotations/clean-key';
import { KeyUrl, vaultOf } from '../../shared/keys/key-url';
import { decideRotation, type Decision } from '../../shared/rotations/decide-rotation';
import { gatherKeyFacts, type KeyFacts } from '../../shared/rotations/key-facts';
import { leftToRetire } from '../../shared/rotations/left-to-retire';
import type { RotationRecord } from '../../shared/rotations/record';
import { countRepair } from '../../shared/rotations/repairs';
import { type Cause, cleanVaultOf, isEmergency, newDataKeysSince } from '../../shared/rotations/request';
import { rotationId } from '../../shared/rotations/rotation-id';
import type { World } from '../../shared/world';
import { step } from '../durable';

/**
 * Decides whether the key is to be rotated and opens the record of the rotation. The record's id follows from the facts,
 * so whoever comes second finds the record that an earlier delivery opened.
 */
export const openRotation = step({
  name: 'openRotation',
  input: z.object({ key: KeyUrl, repair: z.boolean() }),
  output: z.object({ rotationId: z.string().optional() }),
  async run({ key, repair }, world) {
    const facts = await gatherOrTell(world, key);
    if (!facts) return {};
    const decision = decideRotation(facts, await world.requests.open(key), { repair });
    const trouble = facts.inScope ? `it is ${facts.presence}` : 'its vault is no longer in the scope of the policy';
    const isTrouble = facts.presence !== 'present' || !facts.inScope;
    if (isTrouble && 'closes' in decision && decision.closes.length > 0) {
      await world.alerts.raise(keyInTrouble(key, trouble, world.now()));
    }
    if ('closes' in decision) {
      for (const { request, outcome, rotationId } of decision.closes)
        await world.requests.close([request], outcome, rotationId);
    }
    const record = await recordOf(decision, facts, world);
    return record ? { rotationId: record.id } : {};
  },
});

/** The requests stay open when the vault refuses to answer: the sweep tries again, and a person hears meanwhile. */
async function gatherOrTell(world: World, key: KeyUrl): Promise<KeyFacts | undefined> {
  try {
    return await gatherKeyFacts(world, key);
  } catch (error) {
    if (!(error instanceof RewrapError) || error.status === 503) throw error;
    await world.alerts.raise(keyInTrouble(key, messageOf(error), world.now()));
    return undefined;
  }
}

async function recordOf(decision: Decision, facts: KeyFacts, world: World): Promise<RotationRecord | undefined> {
  switch (decision.do) {
    case 'nothing':
      return undefined;
    case 'resume':
      return decision.record;
    case 'repair': {
      const record = await world.records.update(decision.record.id, {
        state: 'running',
        closedAt: undefined,
        repairs: countRepair(decision.record, facts.now),
      });
      await world.requests.take(decision.serves, record.id);
      return record;
    }
    case 'begin': {
      const record = await world.records.open(
        await withCleanKey(newRecord(decision, facts), decision, { facts, world }),
      );
      await world.requests.take(decision.serves, record.id);
      return record;
    }
  }
}

function newRecord(decision: Decision & { do: 'begin' }, { key, now, records }: KeyFacts): RotationRecord {
  const { mode, cause, from, to, serves } = decision;
  const left = leftToRetire(records, { emergency: isEmergency(cause) });
  return {
    id: rotationId(key, from.version, records),
    key,
    cause,
    mode,
    ...originOf(decision),
    ...newDataKeysSince(serves),
    state: 'planned',
    startedAt: now.toISOString(),
    from: from.version,
    ...(to && { to: to.version }),
    retires: [...new Set([...left, from.version])].filter((version) => version !== to?.version),
  };
}

/**
 * Where a new key is to take the place of this one, all its versions are to be retired: a stolen backup holds them all, and one
 * that is on trial is enabled again as soon as this begins.
 */
async function withCleanKey(
  record: RotationRecord,
  { serves, cause }: Decision & { do: 'begin' },
  { facts: { key, versions, records }, world }: { facts: KeyFacts; world: World },
): Promise<RotationRecord> {
  const vault = cleanVaultOf(serves) ?? vaultLeftFor(records, cause);
  if (vault === undefined) return record;
  const toKey = await cleanKeyFor(world, { key, vault, rotationId: record.id });
  return { ...record, toKey, retires: versions.map(({ version }) => version) };
}

/** Where the last rotation was to lead, if it left something behind: no later emergency leads back from a clean vault. */
function vaultLeftFor([last]: KeyFacts['records'], cause: Cause): string | undefined {
  return isEmergency(cause) && last?.toKey && last.to !== undefined ? vaultOf(last.toKey) : undefined;
}

/** The request that gave the rotation its cause also gives it its reason. */
function originOf({ cause, serves }: Decision & { do: 'begin' }) {
  const lead = serves.find((request) => request.cause === cause);
  const { reason = cause, requestedBy = 'rewrap', incidentId } = lead ?? {};
  return { reason, requestedBy, ...(incidentId && { incidentId }) };
}
