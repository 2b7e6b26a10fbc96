import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { lockJournal } from './journal-lock';
import type { JournalRecord } from './records';
import { State } from './state';

const header = JSON.stringify({ journal: 'rewrap-local-host', version: 1 });

/** The journal cannot be read, or is something else. */
export class JournalUnreadable extends Error {
  constructor(file: string, found: string) {
    super(
      `Expected a journal of the local host in ${file}, found ${found}. Move the file away to begin with empty state.`,
    );
  }
}

/**
 * The file of record: one line of JSON for each thing that happened. What was appended survives `kill -9`, as the
 * operating system has it; a loss of power may cost the last records.
 */
export interface Journal {
  /** What all records so far make. */
  readonly state: State;
  /** Records appended since the start. */
  readonly appended: number;
  readonly bytes: number;
  /** Appends a record, then applies it to the state. */
  write(record: JournalRecord): void;
  close(): void;
}

/**
 * Opens a journal for this process alone and shortens it to what its state needs. A last line torn by a crash is cut.
 *
 * @param killAt for tests of crashes: `"n"` kills this process right before it writes its n-th record, `"n+"` right after
 * @throws {JournalInUse} {JournalUnreadable}
 */
export function openJournal(file: string, killAt = ''): Journal {
  mkdirSync(dirname(file), { recursive: true });
  const unlock = lockJournal(file);
  try {
    const state = existsSync(file) ? read(file) : new State();
    let bytes = compact(file, state);
    const descriptor = openSync(file, 'a');
    let appended = 0;
    return {
      state,
      get appended() {
        return appended;
      },
      get bytes() {
        return bytes;
      },
      write(record) {
        appended++;
        if (killAt === `${appended}`) process.kill(process.pid, 'SIGKILL');
        const line = `${JSON.stringify(record)}\n`;
        appendFileSync(descriptor, line);
        bytes += Buffer.byteLength(line);
        if (killAt === `${appended}+`) process.kill(process.pid, 'SIGKILL');
        state.apply(record);
      },
      close() {
        closeSync(descriptor);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function read(file: string): State {
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop(); // empty, or torn: a whole line ends in a line feed
  if (lines.length > 0 && lines[0] !== header) throw new JournalUnreadable(file, 'another first line');
  const state = new State();
  lines.slice(1).forEach((line, index) => state.apply(parsed(line, `${file}:${index + 2}`)));
  return state;
}

/** Nobody but this file writes the journal, so a line that is JSON is a record. */
function parsed(line: string, place: string): JournalRecord {
  try {
    return JSON.parse(line);
  } catch {
    throw new JournalUnreadable(place, 'a line that is not JSON');
  }
}

/** Written beside the journal and moved over it, so that a crash leaves either the old file or the new. */
function compact(file: string, state: State): number {
  const fresh = `${file}.new`;
  const descriptor = openSync(fresh, 'w');
  let bytes = 0;
  const write = (line: string) => {
    appendFileSync(descriptor, `${line}\n`);
    bytes += Buffer.byteLength(line) + 1;
  };
  write(header);
  for (const record of state.records()) write(JSON.stringify(record));
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(fresh, file);
  return bytes;
}
