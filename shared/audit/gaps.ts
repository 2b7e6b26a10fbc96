import type { HourRow } from './audit-rows';
import type { Span } from './log-reading';

const hour = 3_600_000;

/**
 * A vault in Rewrap's care logs something at every sweep. Silence of a day is a log that was off, or a sweep that was; at
 * the end two hours are far more than it takes until an event is in the workspace. Source for the latter: "log data
 * ingestion time in Azure Monitor".
 */
const longestSilence = 24 * hour;
const longestIngestion = 2 * hour;

/** The stretches of a span of which the log tells too little to conclude anything from what it does not show. */
export function gapsIn({ from, to }: Span, hours: readonly HourRow[]): Span[] {
  const sorted = hours.toSorted((a, b) => a.first.getTime() - b.first.getTime());
  const starts = [...sorted.map(({ first }) => first), to];
  const ends = [from, ...sorted.map(({ last }) => last)];
  const between = starts.map((start, at) => ({ from: ends[at] ?? from, to: start }));
  return between.filter((gap) => {
    const most = gap.to === to ? longestIngestion : longestSilence;
    return gap.to.getTime() - gap.from.getTime() > most;
  });
}
