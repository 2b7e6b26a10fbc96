import * as z from 'zod';
import { Proof } from '../dependents/dependent';
import { KeyUrl, VersionId } from '../keys/key-url';
import { Finding } from './finding';

/** States of a version, after NIST SP 800-57: `held` and `trial` are stations on the way from superseded to retired. */
export const VersionState = z.enum(['current', 'superseded', 'held', 'trial', 'retired', 'compromised']);
export type VersionState = z.infer<typeof VersionState>;

/** One version of a key, and what still needs it. */
export const VersionStanding = z.object({
  version: VersionId,
  state: VersionState,
  enabled: z.boolean(),
  createdOn: z.iso.datetime(),
  expiresOn: z.iso.datetime().optional(),
  because: z.string().optional().describe('What the state alone does not tell'),
  retiredBy: z.string().optional().describe('Id of the rotation that retires it, or has retired it'),
  users: z
    .array(z.object({ id: z.string(), type: z.string(), proof: Proof }))
    .describe('Dependents that show it as the version in use, with the proof of where they stand'),
  neededFor: z
    .array(Finding)
    .describe('What the gate before the retirement would say now, each with its end where it has one'),
  until: z.iso.datetime().optional().describe('When all of that is over by itself'),
  lastUse: z
    .object({ at: z.iso.datetime(), operation: z.string(), by: z.string() })
    .optional()
    .describe('By others than Rewrap, as far back as the audit log was asked'),
});
export type VersionStanding = z.infer<typeof VersionStanding>;

/** Every version of a key, the newest first. */
export const VersionCensus = z.object({
  key: KeyUrl,
  asOf: z.iso.datetime(),
  toKey: KeyUrl.optional().describe(
    'The key in a clean vault that takes, or has taken, the place of this one: what used this one is on that one, or on its way',
  ),
  versions: z.array(VersionStanding),
  dependents: z.string().describe('How many were found, and how much could not be seen'),
  usesSince: z.iso.datetime().optional().describe('How far back the audit log was asked'),
  unlogged: z.string().optional().describe('Why no audit log tells of uses'),
});
export type VersionCensus = z.infer<typeof VersionCensus>;
