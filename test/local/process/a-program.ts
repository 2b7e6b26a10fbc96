import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a small program into the folder and gives the command that runs it. */
export async function aProgram(folder: string, source: string): Promise<[string]> {
  const script = join(folder, 'program.cjs');
  await writeFile(script, source);
  return [script];
}

/** Says that it is ready and stays. */
export const steady = `console.log('ready'); setInterval(() => {}, 1000);`;
