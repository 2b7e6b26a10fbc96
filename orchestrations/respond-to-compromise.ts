import * as z from 'zod';
import { workflow } from './durable';
import { adviseIncident } from './steps/advise-incident';
import { containKey } from './steps/contain-key';
import { readIncident } from './steps/read-incident';
import { recordExporters } from './steps/record-exporters';
import { takeRight } from './steps/take-right';
import { watchIncident } from './steps/watch-incident';

/**
 * Looks after one incident until everything is proven, every old version disabled, and a second person has reviewed it. Each key
 * is rotated by a workflow of its own, begun before this one: nothing of it waits for the looks here. What is to be contained
 * first is disabled here, and begun then; and rights to carry keys away are taken from people, where the incident asks for it.
 */
export const respondToCompromise = workflow({
  name: 'respondToCompromise',
  input: z.object({ incidentId: z.string() }),
  output: z.object({}),
  *story(durable, { incidentId }) {
    const { contain, advise } = yield* durable.call(readIncident, { incidentId });
    yield* durable.callEach(
      containKey,
      contain.map((key) => ({ incidentId, key })),
    );
    yield* durable.callEach(
      adviseIncident,
      advise.map((key) => ({ incidentId, key })),
    );
    const { takes } = yield* durable.call(recordExporters, { incidentId });
    yield* durable.callEach(
      takeRight,
      takes.map((right) => ({ incidentId, ...right })),
    );
    const { lookAgainAt } = yield* durable.call(watchIncident, { incidentId });
    if (lookAgainAt === undefined) return {};
    // Whoever adds to the incident tells it; the next run reads what there is, with a short history.
    yield* durable.waitFor('grown', lookAgainAt);
    durable.startOver({ incidentId });
    return {};
  },
});
