import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRun } from '../../../local/process/run';
import { commandLineOf } from '../../../local/process/command-line';
import { aProgram, steady } from './a-program';

const isReady = (line: string) => line === 'ready';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'rewrap-run-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('a run', () => {
  it('keeps what a program prints, and ends it with its children and its folder', async () => {
    const run = await openRun(home);
    const parent = `const { pid } = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      console.log(String(pid)); ${steady}`;
    const child = await run.start({ name: 'parent', command: await aProgram(run.folder, parent), isReady });
    const grandchild = Number((await readFile(run.logOf('parent'), 'utf8')).split('\n')[0]?.split(' ').at(-1));
    expect(await commandLineOf(grandchild)).toContain('setInterval');

    await run.end();
    expect(await Promise.all([child.pid, grandchild].map(commandLineOf))).toEqual(['', '']);
    expect(existsSync(run.folder)).toBe(false);
  });

  it('says why a program did not get ready, in its own last words', async () => {
    const run = await openRun(home);
    const command = await aProgram(run.folder, `console.error('no vault there'); process.exitCode = 3;`);
    const start = run.start({ name: 'emulators', command, isReady });
    await expect(start).rejects.toThrow(/Expected emulators to get ready, but it ended with code 3.*no vault there/s);
    await run.end();
  });

  it('ends what a killed run left over, and leaves a living one alone', async () => {
    const living = await openRun(home);
    const kept = await living.start({ name: 'kept', command: await aProgram(living.folder, steady), isReady });

    const dead = join(home, 'dead');
    await mkdir(dead);
    const [script] = await aProgram(dead, steady);
    const orphan = spawn(process.execPath, [script], { detached: true });
    const over = once(orphan, 'exit');
    const stranger = spawn(process.execPath, ['-e', steady], { detached: true });
    const note = { owner: 2 ** 22 - 1, ownerCommand: 'node demo', children: [orphan.pid, stranger.pid] };
    await writeFile(join(dead, 'run.json'), JSON.stringify(note));

    const next = await openRun(home);
    expect(next.leftovers).toBe(1);
    expect(await over).toEqual([null, 'SIGKILL']);
    expect(existsSync(dead)).toBe(false);
    expect(await commandLineOf(kept.pid)).toContain(living.folder);
    expect(await commandLineOf(stranger.pid ?? 0)).not.toBe('');

    stranger.kill();
    await Promise.all([next.end(), living.end()]);
  });
});
