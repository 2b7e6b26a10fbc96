import { hashOf } from '../hash';
import type { EstateFinding } from '../posture/estate-finding';
import { weeksFrom } from '../posture/news';
import { wording, type Wording } from './plain-words';

/** One alert per finding and week; another when it changes. Its day is part of it, so that two sweeps at once tell once. */
export const foundBySweep = (finding: EstateFinding, now: Date): Wording => {
  const { code, subject, message, nextStep, severity, since } = finding;
  const { occasion = `${since.slice(0, 10)} ${hashOf(message)} ${weeksFrom(since, now)}` } = finding;
  return wording(
    { subject, kind: code === 'drift' ? 'Drift' : 'NeedsPerson', severity, occasion: `${code} ${occasion}` },
    message,
    [nextStep],
  );
};
