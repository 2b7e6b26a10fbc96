import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Programs that a page may call. On a walk a stand-in notes how it is called, and answers something of its own. */
export const programs = ['az', 'azd', 'curl', 'func', 'npm', 'npx', 'openssl'] as const;

/** A call as the shell makes it, with the stand-in's answers in place of variables. */
export interface Step {
  readonly program: string;
  readonly words: readonly string[];
}

const standIn = [
  '#!/bin/sh',
  `{ printf '%s' "\${0##*/}"; for word; do printf '\\t%s' "$word"; done; echo; } >> "$WALKED"`,
  'echo "answer-of-$1-$2"',
  '',
].join('\n');

/** What a folder of the project has that pages name. */
const present = ['infra', 'policy.yaml', 'local.settings.example.json', 'package.json'];

/** The parts of a page that are for the shell, in order. */
export const blocksOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^( *)```sh\n([\s\S]*?)```/gm)].map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );

/**
 * Has the shell run all commands of a page, one after the other, in a folder like that of the project, and answers which
 * programs they called and how. Throws where the shell cannot: a variable that nothing has set, a file that is not there.
 */
export const walk = (file: string, given: Readonly<Record<string, string>> = {}): Step[] => {
  const folder = mkdtempSync(join(tmpdir(), 'walk-'));
  try {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    for (const program of programs) {
      writeFileSync(join(bin, program), standIn);
      chmodSync(join(bin, program), 0o755);
    }
    symlinkSync('/bin/cp', join(bin, 'cp'));
    for (const name of present) symlinkSync(resolve(name), join(folder, name));
    mkdirSync(join(folder, 'dist/app'), { recursive: true });
    copyFileSync('host.json', join(folder, 'dist/app/host.json'));
    const walked = join(folder, 'walked');
    const env = { PATH: bin, WALKED: walked, ...given };
    execFileSync('/bin/sh', ['-eu', '-c', `${blocksOf(file).join('\n')}\nwait`], { cwd: folder, env, stdio: 'pipe' });
    return readFileSync(walked, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [program = '', ...words] = line.split('\t');
        return { program, words };
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
};
