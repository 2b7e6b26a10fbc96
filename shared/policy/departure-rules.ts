import * as z from 'zod';
import { IsoDuration } from './notations';

/** A new version: `now`, or as soon as the key's class lets a routine rotation begin. `propose`: a person decides. */
const Answer = z.enum(['now', 'next-window', 'propose']);
export type Answer = z.infer<typeof Answer>;

/**
 * What is done about the keys that somebody could reach who cannot any more. The worst of what was lost decides: export before
 * use before manage before grant.
 */
export const DepartureRules = z.strictObject({
  settle: IsoDuration.default('PT10M').describe(
    'How long signals about one principal are gathered into one case; access that is back by then was never gone',
  ),
  use: Answer.default('next-window').describe('Keys that it could wrap, unwrap, encrypt, decrypt or sign with'),
  manage: Answer.default('next-window').describe('Keys that it could only create, import, change or delete'),
  grant: Answer.default('propose').describe('Keys that it could only have given itself access to'),
  export: z
    .enum(['propose-clean-vault'])
    .default('propose-clean-vault')
    .describe('Keys that it could back up or release: a new version does not help against a stolen backup'),
  managedIdentities: z
    .enum(['record', 'respond'])
    .default('record')
    .describe(
      'Whether a managed identity that loses access counts as a departure, though nobody says so: nobody can take its credentials along',
    ),
});
export type DepartureRules = z.infer<typeof DepartureRules>;
