import * as z from 'zod';
import { documentedLagOf, LagSummary } from '../../shared/dependents/lags';
import { endpoint } from './guarded';

const Lag = LagSummary.extend({
  documented: z.number().optional().describe('Seconds, as the service documents or as is presumed'),
}).meta({ id: 'Lag' });

/** How long dependents took to follow by themselves, as our own rotations measured it. */
export const listLags = endpoint({
  name: 'listLags',
  method: 'GET',
  route: 'dependents/lags',
  summary: 'How long dependents took to follow a new version by themselves, per type and region',
  role: 'Rewrap.Read',
  accepts: {},
  answers: {
    200: {
      description:
        'In seconds from the creation of a version to the look that first saw it in use: upper bounds, by at most lookInterval',
      schema: z.object({ lags: z.array(Lag) }),
    },
  },
  async run(_, { world }) {
    const lags = (await world.lagBook.all()).map((lag) => {
      const documented = documentedLagOf(lag.type);
      return { ...lag, ...(documented !== undefined && { documented: documented / 1_000 }) };
    });
    return { status: 200, jsonBody: { lags } };
  },
});
