import type { AuditedUse, LogReading } from '../../../shared/audit/log-reading';
import { daysAgo, today, versionId } from '../../examples';

/** A principal id from a readable name. */
export const principal = (name: string): string => {
  const hex = versionId(name);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** An unwrap with version `b` today, by the principal of that name. */
export const aUse = (who: string, how: Partial<AuditedUse> = {}): AuditedUse => ({
  operation: 'unwrap',
  version: versionId('b'),
  by: { principal: principal(who), own: false },
  addresses: ['10.0.0.4'],
  outcome: 'done',
  count: 3,
  last: daysAgo(0),
  ...how,
});

/** Ten days of a log without a gap. */
export const aReading = (
  uses: readonly AuditedUse[],
  how: Partial<Extract<LogReading, { is: 'read' }>> = {},
): LogReading => ({
  is: 'read',
  span: { from: new Date(daysAgo(10)), to: today },
  uses,
  newest: today,
  gaps: [],
  ...how,
});
