import type { RotationRecord } from './record';

/**
 * A record after a change. A closed one keeps its verdict, reason and plan unless the change closes or reopens it: the engine may
 * deliver a step when its rotation is long over.
 */
export const amended = (stored: RotationRecord, change: Partial<RotationRecord>): RotationRecord =>
  stored.closedAt === undefined || 'closedAt' in change
    ? { ...stored, ...change }
    : { ...stored, ...change, state: stored.state, planId: stored.planId, because: stored.because };
