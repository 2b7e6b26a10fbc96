import { inBatches } from '../../shared/dependents/in-batches';
import type { IncidentAsk } from '../../shared/incidents/incident';
import type { Answer } from '../../shared/incidents/mode';
import { attendIncident, openIncident } from '../../shared/incidents/open-incident';
import type { RotationRequest } from '../../shared/rotations/request';
import { requestRotation } from '../../shared/rotations/request-rotation';
import type { Caller } from './caller';
import { answerIn, scopeInWords, type StartEmergency } from './emergency-body';
import { acceptedStops, refuseWeaker } from './emergency-checks';
import type { Scope } from './emergency-scope';
import { wishId } from './emergency-wish';
import { takesRights } from './takes-rights';
import type { Site } from './endpoint';

/**
 * Begins to answer a compromise, and answers the wishes, most urgent first. The wishes come before the incident's own rows: whatever
 * fails, rotations go on, and the same call completes the rest. @throws {ModeTooWeak} {UnavailabilityNotAccepted} {NobodyTakesRights}
 */
export async function answerCompromise(
  body: StartEmergency,
  scope: Scope,
  { caller, site }: { caller: Caller; site: Site },
): Promise<RotationRequest[]> {
  const { world, workflows, log } = site;
  const { incidentId } = body;
  const takes = await takesRights(body, site);
  await refuseWeaker(body, scope, site);
  const accepted = await acceptedStops(body, scope, site);

  const ask = askOf(body, { by: caller.name, at: world.now().toISOString(), accepted, takes });
  const wishes = await wishesFor(body, { scope, ask, site });
  await begin(
    wishes.map(({ wish }) => wish),
    ask,
    site,
  );
  await openIncident(world, {
    id: incidentId,
    by: { id: caller.id, name: caller.name },
    ask,
    certificates: scope.certificates,
    keys: wishes.map(({ wish, mode, newDataKeys }, rank) => ({
      key: wish.key,
      requestId: wish.id,
      mode,
      newDataKeys,
      containment: ask.containment,
      rank,
      askedAt: ask.at,
    })),
  });
  await attendIncident(workflows, incidentId);
  log.info('emergency rotations asked for', { incidentId, mode: ask.mode, keys: wishes.length, caller: caller.id });
  return wishes.map(({ wish }) => wish);
}

const askOf = (
  body: StartEmergency,
  { by, at, accepted, takes }: { by: string; at: string; accepted: string | undefined; takes: boolean },
): IncidentAsk => ({
  at,
  by,
  reason: body.reason,
  scope: scopeInWords(body),
  ...answerIn(body),
  containment: body.containment,
  acceptedWeaker: body.acceptWeaker,
  ...(accepted !== undefined && { acceptedUnavailability: accepted }),
  ...(takes && { takeBackupRights: true }),
});

/** Most urgent first. */
const wishesFor = (
  { incidentId, reason }: StartEmergency,
  { scope, ask, site }: { scope: Scope; ask: IncidentAsk; site: Site },
): Promise<(Answer & { wish: RotationRequest })[]> =>
  inBatches(scope.keys, atOnce, async ({ key, mode, newDataKeys, cleanVault }) => ({
    mode,
    newDataKeys,
    wish: {
      id: await wishId(key, { mode, newDataKeys, incidentId }, site.world),
      key,
      cause: 'compromise' as const,
      reason,
      incidentId,
      requestedBy: ask.by,
      requestedAt: ask.at,
      ...(newDataKeys && { newDataKeys: true }),
      ...(cleanVault && { cleanVault }),
    },
  }));

const atOnce = 20;

/** Few: the first ones are to have their versions while the last are still being started, not all of them late. */
const startsAtOnce = 4;

/** What is to be contained first is only written: the workflow disables, and then starts. */
async function begin(
  wishes: readonly RotationRequest[],
  { containment }: IncidentAsk,
  { world: { requests }, workflows }: Site,
): Promise<void> {
  await inBatches(wishes, startsAtOnce, (wish) =>
    containment === 'immediate' ? requests.add(wish) : requestRotation({ requests, workflows }, wish),
  );
}
