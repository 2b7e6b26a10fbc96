import * as z from 'zod';
import { IsoDuration } from './notations';

const usualTrial = 'PT30M';

/** How an old version is tried before it counts as retired. */
export const TrialRules = z.strictObject({
  for: IsoDuration.default(usualTrial).describe(
    'How long it is disabled under watch; whoever complains has it enabled again at once. PT0S: no trial. Longer than events take into the audit log',
  ),
});
export type TrialRules = z.infer<typeof TrialRules>;

/** How long the trial of a key lasts whose class says so, or that has none. */
export const trialOf = (rules: { readonly trial: TrialRules } | undefined): string => rules?.trial.for ?? usualTrial;
