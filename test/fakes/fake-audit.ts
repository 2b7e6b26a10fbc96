import type { AuditedUse, LogReading, Span } from '../../shared/audit/log-reading';
import type { KeyUrl } from '../../shared/keys/key-url';
import type { AuditLog } from '../../shared/world';

export interface FakeAudit extends AuditLog {
  /** Plants a use of the key; from then on there is a log, and it holds something of every hour. */
  add(key: KeyUrl, use: Pick<AuditedUse, 'by'> & Partial<AuditedUse>): void;
  /** There is a log, with these stretches missing. */
  declare(gaps?: readonly Span[]): void;
  /** There is a log, and it cannot be read; until it is called without a reason. */
  fail(because: string | undefined): void;
}

/** The port in memory. Without anything planted no log is declared, as in a policy without `auditLogs`. */
export const fakeAudit = ({ now }: { now: () => Date }): FakeAudit => {
  const uses: { key: KeyUrl; use: AuditedUse }[] = [];
  let gaps: readonly Span[] | undefined;
  let trouble: string | undefined;

  const reading = (key: KeyUrl, span: Span): LogReading => {
    if (trouble !== undefined) return { is: 'unavailable', because: trouble, declared: true };
    if (!gaps) return { is: 'unavailable', because: 'the policy names no audit log', declared: false };
    const within = ({ last }: AuditedUse) => new Date(last) >= span.from && new Date(last) <= span.to;
    const found = uses.filter((each) => each.key === key && within(each.use)).map(({ use }) => use);
    return { is: 'read', span, uses: structuredClone(found), newest: span.to, gaps };
  };

  return {
    add(key, use) {
      gaps ??= [];
      const last = now().toISOString();
      uses.push({ key, use: { operation: 'unwrap', addresses: [], outcome: 'done', count: 1, last, ...use } });
    },
    declare: (missing = []) => void (gaps = missing),
    fail: (because) => void (trouble = because),
    read: (key, span) => Promise.resolve(reading(key, span)),
  };
};
