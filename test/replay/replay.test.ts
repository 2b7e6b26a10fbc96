import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflows } from '../../orchestrations';
import { decisionsRecorded, RecordedRun } from '../../scripts/worker/recorded-run';
import { replay } from './replay';

const folder = join(__dirname, 'histories');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

/** Histories of earlier releases. A failure means that instances now in flight would break: add a version branch. */
describe.each(files)('%s', (file) => {
  it('asks today for the same steps in the same order, and ends as it did', async () => {
    const run = RecordedRun.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    expect(await replay(run)).toEqual(decisionsRecorded(run));
  });
});

it('has histories of every workflow', () => {
  const recorded = new Set(files.map((file) => file.split('/')[0]));
  expect(workflows.map(({ name }) => name).filter((name) => !recorded.has(name))).toEqual([]);
});
