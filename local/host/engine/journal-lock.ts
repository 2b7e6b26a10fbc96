import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

const Holder = z.object({ pid: z.int(), born: z.string() });
type Holder = z.infer<typeof Holder>;

/** Two hosts on one journal would destroy it. */
export class JournalInUse extends Error {
  constructor(file: string, pid: number) {
    super(
      `Expected ${file} for this host alone, found it in use by process ${pid}. Stop that host, or use another journal.`,
    );
  }
}

/**
 * Takes `<file>.lock`. A lock left by a dead process is taken over.
 *
 * @returns gives the lock back
 * @throws {JournalInUse}
 */
export function lockJournal(file: string): () => void {
  const lock = `${file}.lock`;
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, born: bornOf(process.pid) }));
  try {
    const holder = holderOf(lock);
    if (holder && isAlive(holder)) throw new JournalInUse(file, holder.pid);
    rmSync(lock, { force: true });
    take(mine, lock, file);
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(lock, { force: true });
}

/** A link is made whole or not at all, and not over another's. */
function take(mine: string, lock: string, file: string): void {
  try {
    linkSync(mine, lock);
  } catch {
    throw new JournalInUse(file, holderOf(lock)?.pid ?? 0);
  }
}

function holderOf(lock: string): Holder | undefined {
  try {
    return Holder.safeParse(JSON.parse(readFileSync(lock, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, born }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return bornOf(pid) === born;
}

/** When a process began, in ticks since boot: in a container the same few ids come back at each start. Linux only. */
function bornOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? '';
  } catch {
    return '';
  }
}
