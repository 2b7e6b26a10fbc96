import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { liveThrough } from '../test/year/year';
import { figure, type Figure } from './figure';
import { svgChart, textChart, weeksOf } from './year-chart';

const folder = join(__dirname, '../.local/bench');

interface Asked {
  readonly estate: number;
  readonly days: number;
  readonly tell: (line: string) => void;
}

/** Lives through a year with an estate, tells of it in a chart, and writes the chart as `.local/bench/year.svg`. */
export async function measureYear({ estate, days, tell }: Asked): Promise<readonly Figure[]> {
  const start = performance.now();
  const year = await liveThrough({ keys: estate, days, sweepsADay: 1 });
  const seconds = (performance.now() - start) / 1_000;
  const weeks = weeksOf(year);
  for (const line of [...textChart(weeks), ...year.broken.slice(0, 20)]) tell(line);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'year.svg'), svgChart(weeks, `${days} days of ${estate} keys`));
  tell(`Written to ${join(folder, 'year.svg')}`);
  return [
    figure(`${days} days of ${estate} keys`, 's', [seconds]),
    figure('what must never be, and was', '', [year.broken.length], 0),
    figure('rotations', '', [year.records.length]),
    figure('events lost', '', [year.events.lost]),
    figure('events delivered twice', '', [year.events.twice]),
    figure('oldest key, of its cryptoperiod', '', [Math.max(...weeks.map(({ oldest }) => oldest))], 1),
  ];
}
