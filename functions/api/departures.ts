import * as z from 'zod';
import { tellDeparture } from '../../shared/departures/tell-departure';
import { endpoint } from './guarded';
import { PrincipalUnknown } from './problems';
import { Reason } from './start-rotations';

/** Who leaves. Object ids are unique for ever; names are not. */
export const PrincipalId = z
  .guid('Expected an object id of Microsoft Entra ID; names and addresses change hands')
  .toLowerCase()
  .describe('Object id of a user, service principal or managed identity');

const Departure = z.strictObject({ principal: PrincipalId, reason: Reason }).meta({ id: 'Departure' });

export const DepartureTaken = z
  .object({
    principal: z.string(),
    known: z.boolean().describe('It was told before, and nothing new was begun'),
    settlesWithin: z.string().describe('How long other signals about it are awaited; then GET /api/cases has the case'),
    casesUrl: z.url(),
  })
  .meta({ id: 'DepartureTaken' });

/** Opens a case by hand. Operators order routine rotations, and that is what follows. */
export const reportDeparture = endpoint({
  name: 'reportDeparture',
  method: 'POST',
  route: 'departures',
  summary:
    'Tell that somebody leaves or changes role: what it could reach is rotated, or proposed to be, as the policy says',
  role: 'Rewrap.Operate',
  accepts: { body: Departure },
  answers: { 202: { description: 'A case will be made of it', schema: DepartureTaken } },
  async run({ body: { principal, reason }, caller, urlOf }, { world, workflows, log }) {
    const told = await tellDeparture({ ...world, workflows }, { principal, reason, by: caller.name });
    if (told === 'unknown') throw new PrincipalUnknown(principal);
    log.info('departure told', { principal, caller: caller.id, told });
    const { departures } = await world.policy();
    return {
      status: 202,
      jsonBody: {
        principal,
        known: told === 'known',
        settlesWithin: departures.settle,
        casesUrl: urlOf('/api/cases'),
      },
    };
  },
});
