import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import { killTree } from './kill-tree';

/** A Node.js program to run. */
export interface Program {
  readonly name: string;
  /** The script, then its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What it prints, line by line, each with the time before it. */
  readonly logFile: string;
  /** Whether this line of its output says that it does its work now. */
  readonly isReady: (line: string) => boolean;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves once it does its work. Rejects with `NotReady`. */
  readonly ready: Promise<void>;
  /** Resolves once it has ended, whyever, with what is known of the reason. */
  readonly ended: Promise<string>;
  /** Asks it to end, and ends it with everything it started when it has not within five seconds. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** A program ended, or stayed silent, before it was ready. */
class NotReady extends Error {
  readonly code = 'not-ready';
  constructor({ name, logFile }: Program, reason: string, lastLines: readonly string[]) {
    const said = lastLines.length > 0 ? ` It last said:\n  ${lastLines.join('\n  ')}` : '';
    super(`Expected ${name} to get ready, but it ${reason}. All that it said is in ${logFile}.${said}`);
  }
}

const secondsToStart = 60;
const secondsToStop = 5;
const linesToQuote = 12;

/** Starts a program as the head of a process group of its own, so that a Ctrl-C reaches only us, who end all in order. */
export function startChild(program: Program): Child {
  const { name, command, env, cwd } = program;
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...env },
    ...(cwd && { cwd }),
  });
  const ended = endOf(child);
  const signal = (wanted: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid, wanted);
  };
  const kill = async () => {
    signal('SIGKILL');
    await ended;
  };
  const ready = becomesReady(child, program, ended);
  // Who ends a run before it is ready does not wait for this.
  ready.catch(() => signal('SIGKILL'));
  return {
    name,
    pid: child.pid ?? 0,
    ready,
    ended,
    kill,
    async stop() {
      signal('SIGTERM');
      const late = sleep(secondsToStop * 1000, 'late', { ref: false });
      if ((await Promise.race([ended, late])) === 'late') await kill();
    },
  };
}

async function becomesReady(child: ChildProcess, program: Program, ended: Promise<string>): Promise<void> {
  const log = createWriteStream(program.logFile, { flags: 'a' });
  const lastLines: string[] = [];
  const ready = new Promise<'ready'>((resolve) => {
    for (const input of [child.stdout, child.stderr]) {
      if (!input) continue;
      createInterface({ input }).on('line', (line) => {
        log.write(`${new Date().toISOString()} ${line}\n`);
        if (lastLines.push(line) > linesToQuote) lastLines.shift();
        if (program.isReady(line)) resolve('ready');
      });
    }
  });
  const silence = sleep(secondsToStart * 1000, `was not after ${secondsToStart} s`, { ref: false });
  const outcome = await Promise.race([ready, ended, silence]);
  if (outcome !== 'ready') throw new NotReady(program, outcome, lastLines);
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    await once(child, 'close');
    return child.signalCode ? `was ended by ${child.signalCode}` : `ended with code ${child.exitCode}`;
  } catch (error) {
    return `could not be started: ${String(error)}`;
  }
}
