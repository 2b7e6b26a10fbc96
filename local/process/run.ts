import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startChild, type Child, type Program } from './child';
import { commandLineOf } from './command-line';
import { endLeftovers, writeNote } from './leftovers';

/** Programs that belong together, with a folder for what they write. */
export interface Run {
  readonly folder: string;
  /** Processes of earlier runs that had to be ended. */
  readonly leftovers: number;
  /** Starts a program and waits until it is ready; its command line must name a path in `folder`. */
  start(program: Omit<Program, 'logFile'>): Promise<Child>;
  logOf(name: string): string;
  /** Resolves when the first of the programs that run now ends, whyever. */
  firstEnd(): Promise<{ readonly name: string; readonly reason: string }>;
  /** Ends everything, the last started first. The folder goes too unless it is to be kept. */
  end(how?: { keepFolder: boolean }): Promise<void>;
}

/** Opens a run in a folder of its own below `home`, after cleaning up what killed runs left over there. */
export async function openRun(home: string): Promise<Run> {
  await mkdir(home, { recursive: true });
  const leftovers = await endLeftovers(resolve(home));
  const folder = await mkdtemp(join(resolve(home), `${process.pid}-`));
  const children: Child[] = [];
  const ownerCommand = await commandLineOf(process.pid);
  const note = () => writeNote(folder, { owner: process.pid, ownerCommand, children: children.map(({ pid }) => pid) });
  await note();
  const logOf = (name: string) => join(folder, `${name}.log`);

  return {
    folder,
    leftovers,
    logOf,
    async start(program) {
      const child = startChild({ ...program, logFile: logOf(program.name) });
      children.push(child);
      await note();
      await child.ready;
      return child;
    },
    firstEnd: () => Promise.race(children.map(async ({ name, ended }) => ({ name, reason: await ended }))),
    async end({ keepFolder } = { keepFolder: false }) {
      for (const child of children.toReversed()) await child.stop();
      if (!keepFolder) await rm(folder, { recursive: true, force: true });
    },
  };
}
