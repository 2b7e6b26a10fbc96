import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { commandLineOf } from './command-line';
import { killTree } from './kill-tree';

/** What a run notes of itself, so that another one can clean up after it. */
const RunNote = z.strictObject({
  owner: z.int().describe('Process that started the others'),
  ownerCommand: z.string(),
  children: z.array(z.int()),
});
export type RunNote = z.infer<typeof RunNote>;

const noteIn = (folder: string) => join(folder, 'run.json');

export const writeNote = (folder: string, note: RunNote): Promise<void> =>
  writeFile(noteIn(folder), JSON.stringify(note));

/**
 * Ends what runs below `home` left behind when they were killed themselves, and removes their folders. A run whose owner
 * still lives is left alone. Answers how many processes were ended.
 */
export async function endLeftovers(home: string): Promise<number> {
  const folders = await readdir(home).catch(() => []);
  const ended = await Promise.all(folders.map((folder) => endLeftover(join(home, folder))));
  return ended.reduce((sum, count) => sum + count, 0);
}

async function endLeftover(folder: string): Promise<number> {
  const note = await noteOf(folder);
  if (!note || (await commandLineOf(note.owner)) === note.ownerCommand) return 0;
  const commands = await Promise.all(note.children.map(commandLineOf));
  // Every program of a run is given a path in the run's folder.
  const ours = note.children.filter((_, at) => commands[at]?.includes(folder));
  for (const pid of ours) killTree(pid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true });
  return ours.length;
}

/** `undefined` for a folder without a note: a run that is just being opened, or no run. */
async function noteOf(folder: string): Promise<RunNote | undefined> {
  try {
    return RunNote.parse(JSON.parse(await readFile(noteIn(folder), 'utf8')));
  } catch {
    return undefined;
  }
}
