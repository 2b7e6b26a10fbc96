import * as z from 'zod';
import { KeyUrl, VersionId } from '../keys/key-url';
import { Finding } from './finding';
import { HoldRelease } from './hold-release';
import { Cause } from './request';
import { Complaint, Trial } from './trial';
import { Undo } from './undo';

export const RotationState = z.enum(['planned', 'waiting', 'running', 'proven', 'partial', 'parked', 'failed']);
export type RotationState = z.infer<typeof RotationState>;

/** `rotate` makes a version; `re-wrap` moves dependents to one that is there already (a foreign one, or a repair). */
export const RotationMode = z.enum(['rotate', 're-wrap']);
export type RotationMode = z.infer<typeof RotationMode>;

/** What became of the versions that a rotation left behind. */
export const Retirement = z.object({
  state: z.enum(['waiting', 'held', 'trial', 'retired', 'reopened']),
  at: z.iso.datetime(),
  notBefore: z.iso.datetime().optional().describe('End of the overlap'),
  opensAt: z.iso.datetime().optional().describe('Nothing holds it, and it waits for a window, or the end of a freeze'),
  reasons: z.array(Finding).describe('Why it is held, or was reopened'),
  until: z.iso.datetime().optional().describe('When all reasons are over by themselves; the gate is asked again then'),
  trial: Trial.optional().describe('While old versions are disabled on trial'),
  complaints: z.array(Complaint).optional().describe('Who was refused in earlier trials'),
});
export type Retirement = z.infer<typeof Retirement>;

/** How many were proven in which way; kinds of proof that none has are left out. */
export const ProofCounts = z.record(z.string(), z.int());
export type ProofCounts = z.infer<typeof ProofCounts>;

export const MoveCounts = z.object({
  total: z.int(),
  proven: z.int(),
  assumed: z.int(),
  unproven: z.int(),
  byProof: ProofCounts.optional().describe('Those that are not unproven, by kind of proof'),
});
export type MoveCounts = z.infer<typeof MoveCounts>;

/** Repairs of a rotation since one last brought it further. */
export const Repairs = z.object({
  count: z.int(),
  since: z.iso.datetime(),
  proven: z.int().describe('Dependents that were proven before the first of them'),
});
export type Repairs = z.infer<typeof Repairs>;

/** The evidence of one rotation. Opened with the plan, grown by every step, closed before the workflow ends. */
export const RotationRecord = z.object({
  id: z.string().describe("The operation id: the key's id, a dash, and a hash of key, from-version and generation"),
  key: KeyUrl,
  cause: Cause,
  mode: RotationMode,
  reason: z.string(),
  requestedBy: z.string(),
  incidentId: z.string().optional(),
  state: RotationState,
  startedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().optional(),
  from: VersionId,
  to: VersionId.optional(),
  retires: z.array(VersionId).describe('Versions to retire once every dependent is proven off them'),
  planId: z.string().optional().describe('Newest plan; a repair plans again'),
  counts: MoveCounts.optional(),
  because: z.string().optional().describe('Why it ended as it did, where that needs saying'),
  nextStep: z.string().optional(),
  retirement: Retirement.optional(),
  repairs: Repairs.optional().describe('Absent until it is repaired'),
  approval: z.object({ digest: z.string() }).optional().describe('Plan that waits for a second person'),
  pausedBy: z.string().optional().describe('Id of the pause that it waits for'),
  newDataKeysSince: z.iso
    .datetime()
    .optional()
    .describe('Data keys made before are suspect: stores of applications encrypt their data again'),
  holdRelease: HoldRelease.optional().describe('Wish to hold its old versions no longer, and the word to it'),
  toKey: KeyUrl.optional().describe(
    'Another key, in a clean vault, that takes the place of this one; `to` is a version of it',
  ),
  undo: Undo.optional().describe('Set once somebody asked to take it back'),
});
export type RotationRecord = z.infer<typeof RotationRecord>;

/** One line of a record: a step and its outcome. Written again under the same name when a step runs twice. */
export const RecordedStep = z.object({ name: z.string(), at: z.iso.datetime(), outcome: z.string() });
export type RecordedStep = z.infer<typeof RecordedStep>;
