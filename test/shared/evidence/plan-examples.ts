import type { Dependent } from '../../../shared/dependents/dependent';
import type { RotationPlan } from '../../../shared/rotations/plan';
import { ledger, versionId } from '../../examples';

export const aDependent = (id: string): Dependent => ({
  id,
  type: 'Microsoft.Storage/storageAccounts',
  mode: 'pinned',
  canary: false,
  keepsOldVersionFor: [],
});

export const aPlan = (how: Partial<RotationPlan> = {}): RotationPlan => ({
  id: 'plan-1',
  key: ledger,
  cause: 'schedule',
  mode: 'rotate',
  class: 'standard',
  from: versionId('a'),
  steps: [],
  waves: [],
  dependents: { total: 0, byType: {}, unknown: [], unreadable: [], shadowUsers: [] },
  blockedBy: [],
  warnings: [],
  overlap: 'P7D',
  ...how,
});
