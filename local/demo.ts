import { join } from 'node:path';
import { Command } from 'commander';
import { freePort } from './process/ports';
import { departure } from './demo/departure';
import { emergency } from './demo/emergency';
import { failingDependent } from './demo/failing-dependent';
import { foreignRotation } from './demo/foreign-rotation';
import { nearExpiry } from './demo/near-expiry';
import { played, type Result, type Scenario } from './demo/scenario';
import { stolenBackup } from './demo/stolen-backup';
import { silence, timelineOn, type Timeline } from './demo/timeline';
import { unknownUser } from './demo/unknown-user';
import { estateApi } from './driver/estate-api';
import { witness } from './driver/witness';
import { print } from './output';
import { openRun, type Run } from './process/run';
import { startEstate } from './running-estate';

const scenarios: readonly Scenario[] = [
  nearExpiry,
  foreignRotation,
  emergency,
  failingDependent,
  unknownUser,
  stolenBackup,
  departure,
];

/** The built programs lie in dist/local of the project. */
const root = join(__dirname, '../..');

/** Starts the estate, plays every scenario on it and ends it. */
async function play(run: Run, timeline: Timeline): Promise<readonly Result[]> {
  timeline.note('Bringing up a bank: 3 vaults, a clean one and a Managed HSM, 17 keys and whoever uses them.');
  const places = await startEstate(run, {
    root,
    port: await freePort(),
    onReady: (what) => timeline.note(`  ready: ${what}`),
  });
  const api = estateApi(places.appUrl, timeline.progress);
  const props = { api, timeline, appUrl: places.appUrl, witness: await witness(places, api) };
  const results: Result[] = [];
  for (const scenario of scenarios) results.push(await played(scenario, props));
  return results;
}

/** Prints the verdict, or with `json` one object and nothing else. What a failed demo's processes said is kept. */
async function demo({ json = false }: { json?: boolean }): Promise<void> {
  const timeline = json ? silence : timelineOn(process.stdout);
  const start = performance.now();
  const run = await openRun(join(root, '.local/run'));
  const interrupted = () => void run.end().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);

  const results = await play(run, timeline).catch((error: unknown): readonly Result[] => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return [];
  });
  const ok = results.length === scenarios.length && results.every((result) => result.ok);
  process.exitCode = ok ? 0 : 1;
  await run.end({ keepFolder: !ok });
  if (json) return print(JSON.stringify({ ok, scenarios: results }));
  timeline.scene(summary(results, Math.round((performance.now() - start) / 1000)));
  if (!ok) timeline.note(`What every process said is in ${run.folder}`);
}

function summary(results: readonly Result[], seconds: number): string {
  const sum = (of: (result: Result) => number) => results.reduce((total, result) => total + of(result), 0);
  return (
    `${sum(({ ok }) => Number(ok))} of ${scenarios.length} scenarios held: ` +
    `${sum((each) => each.keysRotated)} keys rotated, ${sum((each) => each.verified)} of ` +
    `${sum((each) => each.dependents)} dependents seen on their new version, in ${seconds} s.`
  );
}

void new Command('demo')
  .description('Plays a day in the life of Rewrap on this machine')
  .option('--json', 'print one JSON object instead of the story')
  .action(demo)
  .parseAsync();
