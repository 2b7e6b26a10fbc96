import * as z from 'zod';
import { accessNotRead, caseInTrouble } from '../../shared/alerts/departure-wording';
import { step } from '../durable';

/** Has a person hear that access could not be looked at, or what a principal's case stumbled over. */
export const tellOfAccess = step({
  name: 'tellOfAccess',
  input: z.object({ principal: z.string().optional(), because: z.string() }),
  output: z.object({}),
  async run({ principal, because }, { alerts, now }) {
    await alerts.raise(principal ? caseInTrouble(principal, because, now()) : accessNotRead(because, now()));
    return {};
  },
});
