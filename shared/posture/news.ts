import type { EstateFinding, Judged } from './estate-finding';

const week = 7 * 24 * 3_600_000;

/** What an earlier look left behind. */
export interface Earlier {
  readonly findings?: readonly EstateFinding[];
  readonly asOf: string;
}

/** A deleted key that was looked after, and a vault without answer or right, have an alert of their own, every day. */
const toldElsewhere = ['soft-deleted', 'own-right-missing'];

/** What was found, each with the look that first saw it so, and what of it people must hear (again). */
export interface Findings {
  readonly findings: readonly EstateFinding[];
  readonly news: readonly EstateFinding[];
}

/** News is what was not there at the look before, or otherwise, or has stayed for another week. */
export function newsIn(judged: readonly Judged[], earlier: Earlier | undefined, now: Date): Findings {
  const told = judged.map((finding) => {
    const before = earlier?.findings?.find(isSame(finding));
    const since = before?.since ?? now.toISOString();
    const isNews = !before || weeksFrom(since, now) > weeksFrom(since, new Date(earlier?.asOf ?? since));
    return { finding: { ...finding, since }, isNews: isNews && isForPeople(finding) };
  });
  return {
    findings: told.map(({ finding }) => finding),
    news: told.filter(({ isNews }) => isNews).map(({ finding }) => finding),
  };
}

/** Full weeks that a finding has lasted. */
export const weeksFrom = (since: string, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / week));

const isForPeople = ({ code, severity }: Judged): boolean =>
  severity === 'warning' || (severity === 'critical' && !toldElsewhere.includes(code));

const isSame = (a: Judged) => (b: Judged) =>
  a.code === b.code && a.subject === b.subject && a.message === b.message && a.severity === b.severity;
