import { Duration } from 'luxon';
import * as z from 'zod';
import { IsoDuration, VaultUrl } from './notations';
import { Window } from './window';

/** Not a number for what is no duration: that has a mistake of its own already. */
const lengthOf = (duration: string): number => Duration.fromISO(duration).toMillis();

/** Rules for the keys that it matches. Later classes are nearer: the last one that matches a key holds for it. */
export const KeyClass = z
  .strictObject({
    name: z.string().min(1),
    match: z
      .strictObject({
        vaults: z.array(VaultUrl).optional(),
        keys: z.array(z.string()).optional().describe('Names; a trailing * matches any ending'),
        tags: z.record(z.string(), z.string()).optional(),
      })
      .default({})
      .describe('All that is given must match; nothing given matches every key'),
    cryptoperiod: IsoDuration.describe('Longest time from the creation of a version to its replacement'),
    notice: IsoDuration.default('P30D').describe(
      'How long before the end of the cryptoperiod, or before expiry, rotation starts',
    ),
    expiresAfter: IsoDuration.optional().describe(
      'Expiry that new versions bear; otherwise the native policy, then the former lifetime',
    ),
    overlap: IsoDuration.default('P7D').describe(
      'How long an old version stays enabled after the last dependent moved',
    ),
    origin: z
      .enum(['generated', 'imported'])
      .optional()
      .describe('A vault does not tell it. Absent means not established: rotation is then parked'),
    foreignVersions: z
      .enum(['follow', 'alert'])
      .default('follow')
      .describe('What to do when someone else makes a version'),
    backup: z.boolean().default(true).describe('Back the key up after its new version is proven'),
    windows: z.array(Window).default([]).describe('Routine rotations start only inside; none means at any time'),
  })
  .refine(({ notice, cryptoperiod }) => !(lengthOf(notice) >= lengthOf(cryptoperiod)), {
    path: ['notice'],
    error: 'expected a notice shorter than the cryptoperiod; otherwise each new version is due at once',
  })
  .refine(({ notice, expiresAfter }) => !expiresAfter || !(lengthOf(notice) >= lengthOf(expiresAfter)), {
    path: ['expiresAfter'],
    error: 'expected an expiry later than the notice; otherwise each new version is due at once',
  });
export type KeyClass = z.infer<typeof KeyClass>;
