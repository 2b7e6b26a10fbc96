import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verified } from './azure-cli';

const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => join(folder, file));

const sources = [
  'README.md',
  ...filesIn('docs', /\.md$/),
  ...filesIn('infra', /\.sh$/),
  ...filesIn('shared', /\.ts$/),
  ...filesIn('functions', /\.ts$/),
  ...filesIn('orchestrations', /\.ts$/),
];

/** Commands with their options, up to the next command or the end of the text that quotes them. */
const quoted = sources.flatMap((file) => {
  const text = readFileSync(file, 'utf8').replaceAll(/(\\|['`] \+)\n\s*['`]?/g, '');
  return [...text.matchAll(/\baz ((?:[a-z][a-z-]*\b ?)+?)(?= ?--)((?:(?!\baz )[^\n])*)/g)].map(
    ([, command = '', rest = '']) => ({
      file,
      command: command.trim(),
      options: [...rest.matchAll(/(?:^| )--([a-z-]+)/g)].flatMap(([, name = '']) => name),
    }),
  );
});

describe('the Azure CLI commands that we quote', () => {
  it('are found in alerts, errors and documents', () => {
    expect(new Set(quoted.map(({ command }) => command))).toEqual(new Set(Object.keys(verified)));
  });

  it.each(quoted)('$file: az $command exists, with its options', ({ command, options }) => {
    expect(verified[command]).toEqual(expect.arrayContaining(options));
  });

  it('names a deleted key by the id that recovering takes', () => {
    for (const file of sources) expect(readFileSync(file, 'utf8')).not.toContain('key recover --id ${key}');
  });
});
