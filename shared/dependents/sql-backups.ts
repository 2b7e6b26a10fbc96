import type { ArmDependent, Backups } from './arm-dependent';

/**
 * Policies of one database: point-in-time restores, with full, differential and log backups behind them, and full backups that
 * are kept longer. A change of the latter is about later backups only, so those that are there are listed, too. Source:
 * Microsoft.Sql 2023-08-01.
 */
export const sqlBackupPolicies: Backups['policies'] = [
  { at: 'backupShortTermRetentionPolicies/default', days: 'properties.retentionDays' },
  {
    at: 'backupLongTermRetentionPolicies/default',
    durations: ['properties.weeklyRetention', 'properties.monthlyRetention', 'properties.yearlyRetention'],
  },
];

export const sqlKeptBackups = { taken: 'properties.backupTime', expires: 'properties.backupExpirationTime' };

/** The longest time for which a point-in-time restore can be had, also of what was dropped. */
export const longestShortTerm = 35;

/**
 * What a database keeps under an old protector. Parts of the active log that still bear its thumbprint are presumed to be gone
 * with the log backups: accelerated database recovery, which cannot be switched off, lets the log be cut whatever
 * transactions are open.
 */
export const sqlKeepsOldVersionFor: ArmDependent['keepsOldVersionFor'] = [
  {
    what: 'point-in-time and long-term backups taken under it, which are never re-wrapped',
    backups: true,
    retention: 'backups',
  },
  { what: 'active transaction log files that still bear its thumbprint', backups: false, retention: 'backups' },
];

export const presumedOfLog =
  'that no active log bears an old thumbprint for longer than backups are kept (change data capture and replication may keep it)';
