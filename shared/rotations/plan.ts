import * as z from 'zod';
import { ShadowUser } from '../audit/shadow-user';
import { OtherSubscription, OwnedDependent } from '../dependents/dependent';
import { KeyUrl, VersionId } from '../keys/key-url';
import { BlastRadius } from './blast-radius';
import { Finding } from './finding';
import { RotationMode } from './record';
import { Cause } from './request';
import { WayBack } from './way-back';

/** Dependents moved together. The first wave is the canary; a wave that leaves something unproven stops the next ones. */
export const Wave = z.object({
  name: z.enum(['canary', 'pinned', 'following', 'by-hand', 'at-once']),
  slices: z
    .array(z.object({ number: z.int(), size: z.int() }))
    .describe('Slices of at most 50 dependents, as the plan store keeps them'),
  dependents: z.int(),
  slicesAtOnce: z.int().optional().describe('Slices that are under way at the same time; absent means all'),
});
export type Wave = z.infer<typeof Wave>;

/** A dependent whose infrastructure code may take the move back: it names a version, or the key whose place another takes. */
export const PinnedDependent = z.object({
  id: z.string(),
  type: z.string(),
  version: VersionId.optional(),
  follows: z.boolean().optional().describe('It follows new versions by itself, and no other key'),
});

/** What a rotation will do and why. A dry run prints it, the API returns it, the record keeps it. */
export const RotationPlan = z.object({
  id: z.string(),
  key: KeyUrl,
  cause: Cause,
  mode: RotationMode,
  class: z.string(),
  from: VersionId,
  to: VersionId.optional().describe('Known beforehand only when no version is made'),
  toKey: KeyUrl.optional().describe('Another key, in a clean vault, that takes the place of this one'),
  expiresOn: z.iso.datetime().optional().describe('Expiry that the new version will bear'),
  steps: z.array(z.object({ name: z.string(), because: z.string() })),
  waves: z.array(Wave),
  goesOn: z.boolean().optional().describe('A wave that leaves something behind does not stop the later ones'),
  dependents: z.object({
    total: z.int(),
    byType: z.record(z.string(), z.int()),
    unknown: z.array(z.object({ id: z.string(), type: z.string() })),
    unreadable: z.array(z.object({ scope: z.string(), because: z.string() })),
    ownedElsewhere: z.array(OwnedDependent).optional().describe('Found and observed, but moved by others alone'),
    notInScope: z.array(OtherSubscription).optional().describe('Subscriptions in sight that were not searched'),
    pinned: z
      .array(PinnedDependent)
      .optional()
      .describe(
        'Those that name a version, and those that name the key where another takes its place; of many, the first two hundred',
      ),
    inWords: z.string().optional().describe('What was found, and how much could not be seen'),
    shadowUsers: z.array(ShadowUser).default([]).describe('Used the key of late, and belong to nothing known'),
  }),
  blastRadius: BlastRadius.optional().describe('What it touches; plans of earlier releases do not tell'),
  wayBack: WayBack.optional().describe('How far it can be taken back'),
  blockedBy: z.array(Finding),
  warnings: z.array(Finding),
  notBefore: z.iso.datetime().optional().describe('Opening of the next window; absent when it may start at once'),
  expectedDuration: z
    .string()
    .optional()
    .describe('ISO 8601: likely time from start to last proven dependent, without windows and what a person must do'),
  digest: z.string().optional().describe('Names what it would do; an approval is given to this'),
  overlap: z.string().describe('How long the old version stays enabled after the last move, ISO 8601'),
});
export type RotationPlan = z.infer<typeof RotationPlan>;
