import { Duration } from 'luxon';
import * as z from 'zod';
import { Hold } from './hold';
import { KeyMatch } from './key-match';
import { ApprovalRules } from './approval-rules';
import { IsoDuration } from './notations';
import { proofRules } from './proof-rules';
import { TrialRules } from './trial-rules';
import { WaveRules } from './waves';
import { Window } from './window';

/** Not a number for what is no duration: that has a mistake of its own already. */
const lengthOf = (duration: string): number => Duration.fromISO(duration).toMillis();

/** Rules for the keys that it matches. Later classes are nearer: the last one that matches a key holds for it. */
export const KeyClass = z
  .strictObject({
    name: z.string().min(1),
    match: KeyMatch.default({}),
    cryptoperiod: IsoDuration.describe('Longest time from the creation of a version to its replacement'),
    notice: IsoDuration.default('P30D').describe(
      'How long before the end of the cryptoperiod, or before expiry, rotation starts',
    ),
    grace: IsoDuration.default('PT0S').describe(
      'How long before the end a version must be replaced at the latest, so that it is compliant on its last day; `notice` counts from there',
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
    protection: z
      .enum(['any', 'hsm'])
      .default('any')
      .describe('`hsm`: a key of this class that a vault keeps in software is told of'),
    foreignVersions: z
      .enum(['follow', 'alert'])
      .default('follow')
      .describe('What to do when someone else makes a version'),
    nativePolicy: z
      .enum(['leave', 'check', 'set'])
      .default('leave')
      .describe(
        "The key's own rotation policy in the vault: `check` tells where it contradicts the class, `set` mends that once: expiry and notice of the class, and no rotation by the vault",
      ),
    backup: z.boolean().default(true).describe('Back the key up after its new version is proven'),
    alertLadder: z
      .array(IsoDuration)
      .default(['P60D', 'P30D', 'P14D', 'P7D', 'P1D'])
      .describe('How long before its end a key that only a person can rotate is told of, each time more urgently'),
    ...proofRules,
    holds: z.array(Hold).default([]).describe('What still needs old versions, where no resource tells for how long'),
    trial: TrialRules.prefault({}).describe('Before an old version counts as retired it is disabled on trial'),
    windows: z
      .array(Window)
      .default([])
      .describe('Routine rotations start, and old versions are disabled, only inside; none means at any time'),
    approval: ApprovalRules.prefault({}).describe('Whether a second person must agree before a rotation begins'),
    waves: WaveRules.prefault({}).describe('In which order and how many at a time; an emergency moves all at once'),
  })
  .refine(({ notice, grace, cryptoperiod }) => !(lengthOf(notice) + lengthOf(grace) >= lengthOf(cryptoperiod)), {
    path: ['notice'],
    error:
      'expected notice and grace together shorter than the cryptoperiod; otherwise each new version is due at once',
  })
  .refine(
    ({ notice, grace, expiresAfter }) =>
      !expiresAfter || !(lengthOf(notice) + lengthOf(grace) >= lengthOf(expiresAfter)),
    {
      path: ['expiresAfter'],
      error: 'expected an expiry later than notice and grace together; otherwise each new version is due at once',
    },
  );
export type KeyClass = z.infer<typeof KeyClass>;
