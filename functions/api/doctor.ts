import * as z from 'zod';
import { Ailment, Diagnosis } from '../../shared/doctor/diagnosis';
import { endpoint } from './guarded';

/** What is missing or not as it must be in the installation itself, looked at now. */
export const askDoctor = endpoint({
  name: 'askDoctor',
  method: 'GET',
  route: 'doctor',
  summary: 'Whether the installation has all that it needs: identities, rights, network, events, storage, sinks',
  role: 'Rewrap.Read',
  accepts: {},
  answers: {
    200: {
      description:
        'What every check found, the worst first, each with its fix. It looks while you wait, for up to a minute.',
      schema: Diagnosis.extend({ findings: z.array(Ailment.meta({ id: 'Ailment' })) }),
    },
  },
  run: async (_, { world }) => ({ status: 200, jsonBody: await world.doctor.examine() }),
});
