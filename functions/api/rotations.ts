import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { RotationUnknown } from '../../shared/rotations/rotation-errors';
import { requestId } from '../request-id';
import { endpoint } from './guarded';
import { inFull, Rotation, RotationInFull, viewOf, whatBecameOf, Wish } from './rotation-view';
import { DryRun, NamedKey, plansFor, Reason, request, sortKeys, startAnswers, startedBy } from './start-rotations';

const StartRotation = z
  .strictObject({
    key: NamedKey,
    reason: Reason,
    toCurrent: z
      .boolean()
      .default(false)
      .describe('Make no version: move what is not on the current one, such as a dependent that drifted'),
    dryRun: DryRun,
  })
  .meta({ id: 'StartRotation' });

/** Rotates one key because a person wants it. It waits for the window of the key's class. */
export const startRotation = endpoint({
  name: 'startRotation',
  method: 'POST',
  route: 'rotations',
  summary: 'Rotate one key',
  role: 'Rewrap.Operate',
  accepts: { body: StartRotation },
  answers: startAnswers,
  async run({ body, caller, urlOf }, site) {
    const sorted = await sortKeys([body.key], site);
    const { toCurrent } = body;
    if (body.dryRun) return plansFor(sorted, { cause: 'manual', toCurrent }, site);

    const requestedAt = site.world.now().toISOString();
    const asked = sorted.keys.map((key) => ({
      id: requestId(key, 'manual', randomUUID()),
      key,
      cause: 'manual' as const,
      reason: body.reason,
      requestedBy: caller.name,
      requestedAt,
      ...(toCurrent && { toCurrent }),
    }));
    await request(asked, site);
    site.log.info('rotation asked for', { keys: sorted.keys, caller: caller.id });
    const rotations = asked.map(startedBy(urlOf));
    const headers = Object.fromEntries(rotations.map(({ statusUrl }) => ['location', statusUrl]));
    return { status: 202, headers, jsonBody: { rotations, refused: sorted.refused } };
  },
});

/** One rotation, by its own id or by that of a request that it serves. */
export const getRotation = endpoint({
  name: 'getRotation',
  method: 'GET',
  route: 'rotations/{id}',
  summary: 'One rotation: its plan, steps, dependents with their proofs, and retirement',
  role: 'Rewrap.Read',
  accepts: { params: z.object({ id: z.string().regex(/^[\w-]{1,100}$/) }) },
  answers: {
    200: {
      description: 'The rotation; or the request, as long as no rotation serves it',
      schema: z.union([RotationInFull, Wish]),
    },
  },
  async run({ params: { id }, urlOf }, { world }) {
    const record = await world.records.get(id);
    const found = record ? viewOf(record, urlOf) : await whatBecameOf(id, world, urlOf);
    if (!found) throw new RotationUnknown(id);
    return { status: 200, jsonBody: 'from' in found ? await inFull(found, world) : found };
  },
});

/** Rotations, newest first; those of an incident all at once, together with what is still to begin. */
export const listRotations = endpoint({
  name: 'listRotations',
  method: 'GET',
  route: 'rotations',
  summary: 'Rotations, newest first, or those of one incident',
  role: 'Rewrap.Read',
  accepts: { query: z.strictObject({ incidentId: z.string().min(1).optional(), from: z.string().min(1).optional() }) },
  answers: {
    200: {
      description: 'At most 100; nextLink leads to the next ones',
      schema: z.object({ rotations: z.array(z.union([Rotation, Wish])), nextLink: z.url().optional() }),
    },
  },
  async run({ query: { incidentId, from }, urlOf }, { world }) {
    if (incidentId !== undefined) {
      const asked = await world.requests.ofIncident(incidentId);
      const found = await Promise.all(asked.map(({ id }) => whatBecameOf(id, world, urlOf)));
      return { status: 200, jsonBody: { rotations: found.filter((rotation) => rotation !== undefined) } };
    }
    const { records, next } = await world.records.list({ ...(from !== undefined && { from }) });
    const nextLink = next && urlOf(`/api/rotations?from=${encodeURIComponent(next)}`);
    const rotations = records.map((record) => viewOf(record, urlOf));
    return { status: 200, jsonBody: { rotations, ...(nextLink && { nextLink }) } };
  },
});
