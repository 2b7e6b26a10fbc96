import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { appEnvironment } from '../local/app-environment';
import { figure, medianOf, type Figure } from './figure';

const run = promisify(execFile);

const root = join(__dirname, '..');
const built = join(root, '.local/bench');
const loader = join(built, 'load-once.js');
const emptyApp = join(built, 'empty-app.js');

/** Fresh processes per app. */
const runs = 21;

/** Loads the built app and one that does nothing, built the same way, in turn. */
export async function measureLoads(): Promise<readonly Figure[]> {
  await mkdir(built, { recursive: true });
  await run(process.execPath, ['build.mjs', 'bench/empty-app.ts', emptyApp], { cwd: root });
  await build({
    entryPoints: [join(root, 'bench/load-once.ts')],
    outfile: loader,
    bundle: true,
    platform: 'node',
    packages: 'external',
  });
  const rewrap: number[] = [];
  const empty: number[] = [];
  for (let at = 0; at < runs; at += 1) {
    rewrap.push(await load(join(root, 'dist/main.js')));
    empty.push(await load(emptyApp));
  }
  const ratio = medianOf(rewrap) / medianOf(empty);
  return [
    figure('load of the bundle', 'ms', rewrap),
    figure('load of an empty app with the same packages', 'ms', empty),
    figure('load, bundle to empty app', 'x', [ratio], 1.5),
  ];
}

async function load(main: string): Promise<number> {
  const { stdout } = await run(process.execPath, [loader, root, main], { env: { ...process.env, ...settings } });
  return Number(stdout);
}

/** Nothing is called, so that any address will do. */
const settings = appEnvironment(
  {
    home: '',
    ports: {
      control: 1,
      topic: 1,
      arm: 1,
      logs: 1,
      search: 1,
      graph: 1,
      payments: 1,
      ledger: 1,
      platform: 1,
      treasury: 1,
      standby: 1,
    },
    appUrl: 'http://localhost:1',
    storage: 'UseDevelopmentStorage=true',
    identityHeader: 'none',
    webhookSecret: 'none',
    topicKey: 'none',
    crowd: 0,
    armScale: 1,
  },
  { policy: 'policy.yaml', trusted: '' },
);
