import * as z from 'zod';
import { IsoDuration } from './notations';

/** Whoever lets an old version go although nothing shows that a dependent has moved must say so in these words. */
export const acceptance = 'I accept that an old version is disabled although a dependent may still need it';

const usualSilence = 'P3D';

/** How long the audit log must be silent about an old version. */
export const silenceOf = (rules: { readonly silence?: string | undefined } | undefined): string =>
  rules?.silence ?? usualSilence;

/** What a class wants to see before an old version of one of its keys is disabled. */
export const proofRules = {
  proofs: z
    .array(z.enum(['read-back', 'unwrapped', 'log']))
    .nonempty()
    .default(['read-back', 'unwrapped', 'log'])
    .describe('Kinds of proof that are enough. A dependent whose kind is not among them holds the old version'),
  proofWithin: IsoDuration.optional().describe(
    'How long it may take a new version to be proven, such as PT2S: slower ones are told of, which matters for keys of external HSMs',
  ),
  acceptAssumed: z
    .literal(acceptance, { error: `expected exactly these words: ${acceptance}` })
    .optional()
    .describe('With this sentence a move that is only assumed, because the service shows nothing, is enough'),
  silence: IsoDuration.optional().describe(
    `The audit log must show no use of an old version for this long before it is disabled. Absent: no log is required; where there is one, it must show none for ${usualSilence}`,
  ),
};
