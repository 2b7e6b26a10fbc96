import * as z from 'zod';
import { Proof } from '../dependents/dependent';
import { Exposure } from '../dependents/exposure';
import { KeyUrl } from '../keys/key-url';
import { ProofCounts } from '../rotations/record';
import { Advice } from './advice';
import { Containment } from './incident';
import { IncidentMode } from './mode';

/** When one dependent was first proven to have moved, or why it has not. */
export const DependentProgress = z.object({
  dependent: z.string(),
  provenAt: z.iso.datetime().optional(),
  proof: Proof.optional().describe('How it was proven, or that it is only assumed'),
  state: z.string(),
  because: z.string().optional(),
});
export type DependentProgress = z.infer<typeof DependentProgress>;

/** How far one key of an incident is. Times are absent until they have come. */
export const KeyProgress = z.object({
  key: KeyUrl,
  toKey: KeyUrl.optional().describe('The key in a clean vault that takes its place'),
  mode: IncidentMode,
  newDataKeys: z.boolean(),
  containment: Containment,
  state: z.string().describe('Of the rotation that answers for it; planned until one does, closed where none will'),
  because: z.string().optional(),
  nextStep: z.string().optional().describe('What a person does about it'),
  rotationId: z.string().optional(),
  times: z.object({
    asked: z.iso.datetime(),
    contained: z.iso.datetime().optional(),
    newVersion: z.iso.datetime().optional(),
    proven: z.iso.datetime().optional(),
    disabled: z.iso.datetime().optional().describe('When the last old version was disabled for good'),
  }),
  notContained: z.string().optional().describe('Why old versions that were to be disabled first are still enabled'),
  retirement: z.string().optional(),
  holds: z.array(z.string()).optional().describe('Why old versions stay enabled, and what to do about each'),
  counts: z.object({
    total: z.int(),
    proven: z.int(),
    byProof: ProofCounts.optional().describe('Of those, by kind of proof; what is only assumed is among them'),
  }),
  dependents: z.array(DependentProgress),
  advice: Advice.optional(),
  leavesOpen: z.array(z.string()).describe('What the mode leaves open, going by the audit log'),
  exposures: z.array(Exposure).optional(),
});
export type KeyProgress = z.infer<typeof KeyProgress>;

/** Whether no rotation brings it any further by itself: there is none, or it is parked. */
export const isForAPerson = ({ state }: Pick<KeyProgress, 'state'>): boolean =>
  ['closed', 'parked', 'failed'].includes(state);
