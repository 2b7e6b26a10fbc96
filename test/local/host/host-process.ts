import { buildSync } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

/** The folder of one test file: the built host, its journal and what the fixture app's activities left behind. */
export interface Workplace {
  readonly folder: string;
  /** Lines that activities wrote, in order. */
  trace(): string[];
  /** Starts a host, waits until it serves. */
  start(options?: StartOptions): Promise<RunningHost>;
  /** Ends all hosts and removes the folder. */
  dispose(): void;
}

export interface StartOptions {
  readonly journal?: string;
  readonly killAt?: string;
  /** Further settings. */
  readonly env?: Readonly<Record<string, string>>;
  readonly control?: string;
  readonly app?: string;
}

export interface RunningHost {
  readonly origin: string;
  readonly pid: number;
  get(path: string): Promise<Response>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The status of an instance as soon as it has one of these. */
  status(id: string, ...statuses: string[]): Promise<Record<string, unknown>>;
  /** What the host says of itself as soon as nothing is under way. */
  idle(): Promise<HostStatus>;
  /** Sends a signal. @returns the exit code, or the signal that ended it */
  end(signal?: NodeJS.Signals): Promise<number | string>;
  /** Resolves when the process has gone. */
  readonly gone: Promise<number | string>;
  readonly log: () => string;
}

const HostStatus = z.object({
  now: z.string(),
  idle: z.boolean(),
  orchestrations: z.record(z.string(), z.number()),
  journal: z.object({ records: z.number() }),
});
type HostStatus = z.infer<typeof HostStatus>;
const InstanceStatus = z.looseObject({ runtimeStatus: z.string() });

const ended = ['Completed', 'Failed', 'Terminated'];

export function aWorkplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'local-host-'));
  const outfile = join(folder, 'host.js');
  const children: ChildProcess[] = [];
  buildSync({ entryPoints: ['local/host/main.ts'], bundle: true, platform: 'node', target: 'node20', outfile });
  const traceFile = join(folder, 'trace');

  return {
    folder,
    trace: () => (existsSync(traceFile) ? readFileSync(traceFile, 'utf8').split('\n').slice(0, -1) : []),
    async start({ journal = 'journal', killAt = '', control, app = join(__dirname, 'fixture-app'), env = {} } = {}) {
      const options = ['--app', app, '--port', '0', '--journal', join(folder, journal)];
      const child = spawn(process.execPath, [outfile, ...options, ...(control ? ['--control', control] : [])], {
        env: { ...process.env, TRACE: traceFile, REWRAP_HOST_KILL_AT: killAt, ...env },
      });
      children.push(child);
      return running(child);
    },
    dispose() {
      for (const child of children) child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    },
  };
}

async function running(child: ChildProcess): Promise<RunningHost> {
  let log = '';
  child.stderr?.on('data', (chunk) => (log += chunk));
  const gone = new Promise<number | string>((resolve) =>
    child.on('exit', (code, signal) => resolve(signal ?? code ?? 0)),
  );
  const origin = await Promise.race([
    ready(child),
    gone.then((how) => Promise.reject(new Error(`host ended: ${how} ${log}`))),
  ]);
  const get = (path: string) => fetch(origin + path);
  return {
    origin,
    pid: child.pid ?? 0,
    get,
    post: (path, body, headers = {}) =>
      fetch(origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    status: (id, ...statuses) =>
      until(async () => {
        const status = InstanceStatus.parse(await (await get(`/durabletask/instances/${id}`)).json());
        return (statuses.length > 0 ? statuses : ended).includes(status.runtimeStatus) ? status : undefined;
      }),
    idle: () =>
      until(async () => {
        const status = HostStatus.parse(await (await get('/local/host?until=idle')).json());
        return status.idle ? status : undefined;
      }),
    end: (signal = 'SIGKILL') => {
      child.kill(signal);
      return gone;
    },
    gone,
    log: () => log,
  };
}

const ready = (child: ChildProcess) =>
  new Promise<string>((resolve) => {
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      const [, origin] = /^host ready on (\S+)\n$/.exec(output) ?? [];
      if (origin) resolve(origin);
    });
  });

/** Asks again until there is an answer. The test's own time limit ends it. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
