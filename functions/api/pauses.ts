import * as z from 'zod';
import { hashOf } from '../../shared/hash';
import { KeyUrl } from '../../shared/keys/key-url';
import { Pause, PauseScope } from '../../shared/rotations/pause';
import { wakePaused } from '../../shared/rotations/wake-paused';
import { endpoint } from './guarded';
import { ClassUnknown, PauseUnknown, TimePassed } from './problems';
import { NamedKey, Reason } from './start-rotations';

const PauseView = Pause.meta({ id: 'Pause' });

const PauseOrder = z
  .strictObject({
    scope: z.union([
      z.strictObject({ key: NamedKey.pipe(KeyUrl) }),
      z.strictObject({ class: z.string().trim().min(1).describe('Name of a class of the policy') }),
      z.strictObject({ fleet: z.literal(true) }),
    ]),
    reason: Reason,
    until: z.iso.datetime().exactOptional().describe('Ends by itself then; absent: when somebody ends it'),
  })
  .meta({ id: 'PauseOrder' });

/** Lets routine rotations rest, from their next safe point. Emergencies go on. Asked again for a scope, it replaces. */
export const pauseRotations = endpoint({
  name: 'pauseRotations',
  method: 'POST',
  route: 'pauses',
  summary: 'Let the rotations of a key, of a class or of everything rest at their next safe point; emergencies do not',
  role: 'Rewrap.Operate',
  accepts: { body: PauseOrder },
  answers: { 201: { description: 'It holds from now on', schema: PauseView } },
  async run({ body: { scope, reason, until }, caller }, { world, log }) {
    const at = world.now();
    if (until !== undefined && new Date(until) <= at) throw new TimePassed(until);
    if ('class' in scope) {
      const names = (await world.policy()).classes.map(({ name }) => name);
      if (!names.includes(scope.class)) throw new ClassUnknown(scope.class, names);
    }
    const pause: Pause = {
      id: hashOf(JSON.stringify(PauseScope.parse(scope))).slice(0, 16),
      scope,
      reason,
      requestedBy: caller.name,
      at: at.toISOString(),
      ...(until !== undefined && { until }),
    };
    await world.pauses.put(pause);
    log.info('pause ordered', { pause: pause.id, scope, until, caller: caller.id });
    return { status: 201, jsonBody: pause };
  },
});

/** What rests now, and who wanted it. */
export const listPauses = endpoint({
  name: 'listPauses',
  method: 'GET',
  route: 'pauses',
  summary: 'Pauses that are not ended',
  role: 'Rewrap.Read',
  accepts: {},
  answers: { 200: { description: 'Oldest first', schema: z.object({ pauses: z.array(PauseView) }) } },
  run: async (_, { world }) => ({ status: 200, jsonBody: { pauses: [...(await world.pauses.list())] } }),
});

/** Ends a pause and wakes what waited for it. */
export const endPause = endpoint({
  name: 'endPause',
  method: 'POST',
  route: 'pauses/{id}/resume',
  summary: 'End a pause; what it held goes on at once, in its windows',
  role: 'Rewrap.Operate',
  accepts: { params: z.object({ id: z.string().regex(/^[0-9a-f]{16}$/) }) },
  answers: { 200: { description: 'The pause that was ended', schema: PauseView } },
  async run({ params: { id }, caller }, { world, workflows, log }) {
    const ended = await world.pauses.end(id, caller.name, world.now().toISOString());
    if (!ended) throw new PauseUnknown(id);
    log.info('pause ended', { pause: id, caller: caller.id });
    await wakePaused({ ...world, workflows }, await world.records.unfinished());
    return { status: 200, jsonBody: ended };
  },
});
