import type { AuditRecord } from '../key-vault/audit-record';

const day = 86_400_000;
/** What a workspace keeps by default is 30 days; this one keeps more, for a class may ask for more. */
const kept = 90 * day;

export interface AuditTrailOptions {
  /** The estate clock. */
  readonly now: () => Date;
  /** Until a record can be asked for. Azure needs some minutes. */
  readonly delaySeconds?: number;
}

/** Everything that the vaults have written down, each record some minutes after it happened. */
export interface AuditTrail {
  readonly write: (record: AuditRecord) => void;
  /** Those that have arrived. */
  readonly records: () => readonly AuditRecord[];
  /** Begins anew, as if nothing had ever been logged. */
  forget(): void;
}

export function createAuditTrail({ now, delaySeconds = 300 }: AuditTrailOptions): AuditTrail {
  let all: AuditRecord[] = [];
  let prunedAt = now();

  const prune = () => {
    if (now().getTime() - prunedAt.getTime() < day) return;
    prunedAt = now();
    all = all.filter(({ time }) => prunedAt.getTime() - time.getTime() < kept);
  };

  return {
    write(record) {
      prune();
      all.push(record);
    },
    records() {
      const arrived = now().getTime() - delaySeconds * 1000;
      return all.filter(({ time }) => time.getTime() <= arrived);
    },
    forget: () => void (all = []),
  };
}
