import type { Year } from '../test/year/year';
import { freezes } from '../test/year/year-policy';

interface Week {
  readonly from: string;
  readonly routine: number;
  readonly foreign: number;
  readonly emergency: number;
  /** Of its cryptoperiod, what the oldest key has lived. */
  readonly oldest: number;
}

const weekMs = 7 * 24 * 3_600_000;

/** The year by weeks, and what was begun in each. */
export function weeksOf({ days, records }: Year): readonly Week[] {
  const start = Date.parse(days[0]?.date ?? '') - weekMs / 7;
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, n) => {
    const [from, to] = [start + n * weekMs, start + (n + 1) * weekMs];
    const begun = records.filter(({ startedAt }) => Date.parse(startedAt) >= from && Date.parse(startedAt) < to);
    const foreign = begun.filter(({ cause }) => cause === 'foreign-version').length;
    const emergency = begun.filter(({ cause }) => cause === 'compromise').length;
    return {
      from: new Date(from).toISOString().slice(0, 10),
      routine: begun.length - foreign - emergency,
      foreign,
      emergency,
      oldest: Math.max(...days.slice(n * 7, n * 7 + 7).map((day) => day.oldest)),
    };
  });
}

/** A line a week: rotations as bars, and how near the oldest key came to the end of its period. */
export function textChart(weeks: readonly Week[]): readonly string[] {
  const scale = 40 / Math.max(40, ...weeks.map(({ routine, foreign, emergency }) => routine + foreign + emergency));
  const bar = (sign: string, count: number) => sign.repeat(Math.ceil(count * scale));
  return [
    'Rotations begun a week: # routine, f after a foreign version, ! emergency; age of the oldest key; * frozen',
    ...weeks.map(({ from, routine, foreign, emergency, oldest }) => {
      const bars = bar('#', routine) + bar('f', foreign) + bar('!', emergency);
      return `${from} ${isFrozen(from) ? '*' : ' '} ${bars.padEnd(44)} ${Math.round(oldest * 100)} %`;
    }),
  ];
}

const isFrozen = (from: string): boolean => {
  const to = new Date(Date.parse(from) + weekMs).toISOString().slice(0, 10);
  return freezes.some((freeze) => freeze.from < to && from < freeze.to);
};

const wide = 18;
const high = 240;
const colours = { routine: '#3b76af', foreign: '#e0a030', emergency: '#c0392b' } as const;
const series = ['routine', 'foreign', 'emergency'] as const;

/** The same as a picture: freezes grey, the red line is the end of the cryptoperiod. */
export function svgChart(weeks: readonly Week[], title: string): string {
  const width = weeks.length * wide + 100;
  const most = Math.max(1, ...weeks.map(({ routine, foreign, emergency }) => routine + foreign + emergency));
  const y = (share: number) => 50 + high - share * (high / 1.1);
  const line = weeks.map(({ oldest }, n) => `${60 + n * wide},${y(oldest).toFixed(1)}`).join(' ');
  const text = (x: number, at: number, words: string) => `<text x="${x}" y="${at}">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${high + 110}" font-family="sans-serif" font-size="11">`,
    '<rect width="100%" height="100%" fill="white"/>',
    text(50, 20, title),
    ...weeks.flatMap((week, n) => columnOf(week, { x: 50 + n * wide, most, floor: y(0) })),
    `<line x1="50" x2="${width - 50}" y1="${y(1)}" y2="${y(1)}" stroke="${colours.emergency}" stroke-dasharray="4"/>`,
    `<polyline points="${line}" fill="none" stroke="black" stroke-width="1.5"/>`,
    text(8, y(1) + 4, '100 %'),
    text(20, y(0) + 4, '0 %'),
    text(width - 46, y(0) - high / 1.1 + 4, String(most)),
    ...weeks.map(({ from }, n) => (n % 4 === 0 ? text(50 + n * wide, y(0) + 18, from) : '')),
    ...series.map((name, n) => `<g fill="${colours[name]}">${text(50 + n * 100, y(0) + 40, `■ ${name}`)}</g>`),
    text(350, y(0) + 40, 'black: age of the oldest key, of its cryptoperiod; grey: weeks with a freeze'),
    '</svg>',
  ].join('\n');
}

function columnOf(week: Week, { x, most, floor }: { x: number; most: number; floor: number }): readonly string[] {
  const unit = high / 1.1 / most;
  let top = floor;
  const bars = series.map((name) => {
    top -= week[name] * unit;
    return `<rect x="${x + 2}" y="${top.toFixed(1)}" width="${wide - 4}" height="${(week[name] * unit).toFixed(1)}" fill="${colours[name]}"/>`;
  });
  const frozen = `<rect x="${x}" y="50" width="${wide}" height="${floor - 50}" fill="#e8e8e8"/>`;
  return [...(isFrozen(week.from) ? [frozen] : []), ...bars];
}
