/**
 * Loads the built app in the real Functions Node.js worker, and compares what it decides there with what was recorded on
 * the local host: `npm run worker-check -- --worker FOLDER`. The folder is a built checkout of
 * github.com/Azure/azure-functions-nodejs-worker. Without one nothing is checked, and the last line says so.
 */
import { program } from 'commander';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { api } from '../functions/api';
import { steps, workflows } from '../orchestrations';
import { messageOf } from '../shared/errors';
import { decisionsIn, decisionsRecorded, RecordedRun, Replayed, triggerOf } from './worker/recorded-run';
import { startWorker, type Worker } from './worker/worker';

const app = join(__dirname, '..');
const { worker, histories } = program
  .option('--worker <folder>')
  .option('--histories <folder>', 'recorded runs', join(app, 'test/replay/histories'))
  .parse()
  .opts<{ worker?: string; histories: string }>();

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Enough for the app to load. Nothing is called. */
const env = {
  FUNCTIONS_WORKER_RUNTIME: 'node',
  REWRAP_CLOUD: 'local',
  REWRAP_ARM_ENDPOINT: 'http://127.0.0.1:9',
  REWRAP_STORAGE: 'UseDevelopmentStorage=true',
  REWRAP_API_AUDIENCE: 'api://rewrap',
  REWRAP_TOKEN_ISSUERS: 'http://127.0.0.1:9',
  REWRAP_JWKS_URL: 'http://127.0.0.1:9/keys',
};

const expected = [...workflows, ...steps, ...api]
  .map(({ name }) => name)
  .concat('onKeyVaultEvent', 'onRoleChange', 'sweep', 'selfTest', 'lookAtStandby');

const indexProblems = ({ functions }: Worker): string[] => [
  ...expected.filter((name) => !functions.includes(name)).map((name) => `${name} was not indexed`),
  ...functions.filter((name) => !expected.includes(name)).map((name) => `${name} was indexed, and nobody expects it`),
];

async function callProblems(worker: Worker): Promise<string[]> {
  const health = await worker.get('health', 'http://localhost/api/health');
  const keys = await worker.get('listKeys', 'http://localhost/api/keys');
  return [
    ...(health.status === 200 ? [] : [`health answered ${health.status}`]),
    ...(keys.status === 401 ? [] : [`listKeys answered ${keys.status} to a caller without a token`]),
  ];
}

async function replayProblems(worker: Worker, files: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const file of files) {
    const run = RecordedRun.parse(JSON.parse(readFileSync(join(histories, file), 'utf8')));
    const replayed = Replayed.parse(await worker.replay(run.workflow, triggerOf(run)));
    const [recorded, decided] = [decisionsRecorded(run), decisionsIn(replayed)];
    if (!isDeepStrictEqual(decided, recorded)) {
      problems.push(`${file} decided ${JSON.stringify(decided)}, recorded was ${JSON.stringify(recorded)}`);
    }
  }
  return problems;
}

async function check(folder: string): Promise<void> {
  const files = existsSync(histories)
    ? readdirSync(histories, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'))
    : [];
  const worker = await startWorker({ worker: resolve(folder), app, env });
  try {
    print(`${worker.version}: ${worker.functions.length} functions indexed`);
    const problems = [
      ...indexProblems(worker),
      ...(await callProblems(worker)),
      ...(await replayProblems(worker, files)),
      ...(files.length === 0 ? [`no recorded run was found in ${histories}`] : []),
    ];
    for (const problem of problems) print(`FAILED: ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
    else print(`PASSED: every function is there, and ${files.length} recorded runs decide as they did`);
  } finally {
    worker.close();
  }
}

if (worker === undefined) print('SKIPPED: no worker');
else {
  void check(worker).catch((error: unknown) => {
    print(`FAILED: ${messageOf(error)}`);
    process.exitCode = 1;
  });
}
