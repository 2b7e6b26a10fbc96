import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { api } from '../../functions/api';
import { readTemplate } from '../infra/bicep';
import { verified } from './azure-cli';
import { type Step, walk } from './walk';

/** Where somebody who sets Rewrap up or runs it is sent. Each page is walked by itself, with what an earlier one has set. */
const pages: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['README.md', {}],
  ['docs/getting-started-azure.md', {}],
  ['docs/existing-vaults.md', {}],
  ['docs/security.md', {}],
  ['docs/operations.md', { API: 'https://app/api', TOKEN: 'token', OTHER_TOKEN: 'token' }],
  ['docs/compromise.md', { API: 'https://app/api', TOKEN: 'token' }],
  ['docs/upgrade-and-remove.md', { API: 'https://app/api', TOKEN: 'token' }],
];
const walked = pages.map(([page, given]) => [page, walk(page, given)] as const);
const stepsOf = (page: string): readonly Step[] => walked.find(([each]) => each === page)?.[1] ?? [];

const allOf = (program: string) =>
  walked.flatMap(([page, steps]) =>
    steps.flatMap((step) =>
      step.program === program ? [{ page, line: step.words.join(' '), words: step.words }] : [],
    ),
  );

const isOption = (word: string): boolean => word.startsWith('-');
/** Words before the first option. */
const headOf = (words: readonly string[]): string[] => {
  const end = words.findIndex(isOption);
  return words.slice(0, end < 0 ? undefined : end);
};

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));
const parameters = readFileSync('infra/main.parameters.json', 'utf8');

/** Commands of the Azure Developer CLI by the number of words that follow. Source: its reference at learn.microsoft.com. */
const ofAzd: Readonly<Record<string, number>> = {
  'auth login': 0,
  'config set': 2,
  deploy: 0,
  'env get-value': 1,
  'env new': 1,
  'env set': 2,
  'hooks run': 1,
  up: 0,
};

describe('a newcomer who types what the pages say', () => {
  it('calls what they have installed, in the order of the way into Azure', () => {
    const way = stepsOf('docs/getting-started-azure.md').map(({ program, words }) => `${program} ${words.join(' ')}`);
    const inOrder = [
      'az login',
      'az ad app create',
      'npm ci',
      'azd env new',
      'azd up',
      'curl -s answer',
      'npm run doctor',
    ];
    const at = inOrder.map((start) => way.findIndex((line) => line.startsWith(start)));
    expect(at).not.toContain(-1);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  });

  it.each(allOf('az').filter(({ words }) => words.some(isOption)))(
    '$page: az $line has options that the Azure CLI takes, and files that are there',
    ({ words }) => {
      const options = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
      expect(verified[headOf(words).join(' ')]).toEqual(expect.arrayContaining(options));
      const files = words.flatMap((word) => (word.startsWith('@') ? [word.slice(1)] : []));
      expect(files.filter((file) => !existsSync(file))).toEqual([]);
    },
  );

  it.each(allOf('azd'))(
    '$page: azd $line is a command, about settings and outputs that there are',
    async ({ words }) => {
      const command = Object.keys(ofAzd).find((each) => `${words.join(' ')} `.startsWith(`${each} `)) ?? '';
      const rest = words.slice(command.split(' ').length);
      expect([command, rest.length]).toEqual([command, ofAzd[command]]);
      const [name = ''] = rest;
      if (command === 'env set') expect(parameters).toContain(`\${${name}`);
      if (command === 'env get-value') expect((await readTemplate('infra/main.bicep')).outputs).toContain(name);
    },
  );

  it.each(allOf('npm'))('$page: npm $line is there to be run', ({ words: [first = '', name = ''] }) => {
    const own = first === 'run' ? name : first;
    expect(existsSync('package-lock.json') && (own === 'ci' || scripts[own] !== undefined)).toBe(true);
  });

  it.each(allOf('curl'))('$page: curl $line asks for what the API has, by a token', ({ words }) => {
    const [address = ''] = words.filter((word) => /^(https?:|answer)/.test(word));
    const [, route = ''] = /^(?:https:\/\/[^/]+\/api|answer-of-env-get-value)\/([^?]+)/.exec(address) ?? [];
    const pattern = (known: string) => new RegExp(`^${known.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    const body = words[words.indexOf('-d') + 1]?.replace(/[A-Z]+-DIGEST/, 'a'.repeat(32));
    const method = words.includes('-d') ? 'POST' : 'GET';
    const found = api.find((each) => each.method === method && pattern(each.route).test(route));
    expect(`${method} ${route} ${found?.name ?? 'is no operation'}`).not.toContain('is no operation');
    if (found?.role !== 'anyone') expect(words.join(' ')).toMatch(/authorization: Bearer \S+/);
    if (method === 'POST') expect(found?.accepts.body?.safeParse(JSON.parse(body ?? '')).error).toBeUndefined();
  });
});

/** Runs the real program of `npm run policy -- ...` in this process; answers what it prints. */
const policyProgram = async (words: readonly string[]): Promise<string> => {
  const lines: string[] = [];
  const { argv, exitCode } = process;
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0),
  );
  try {
    process.argv = ['node', 'policy', ...words];
    await jest.isolateModulesAsync(async () => void (await import('../../scripts/policy')));
    return `${process.exitCode ?? 0} ${lines.join('')}`;
  } finally {
    Object.assign(process, { argv, exitCode });
    for (const spy of spies) spy.mockRestore();
  }
};

describe('npm run policy, as the way into Azure says', () => {
  const called = stepsOf('docs/getting-started-azure.md').filter(({ words }) => words[1] === 'policy');

  it('takes the file that comes with Rewrap, and explains a key', async () => {
    const answers: string[] = [];
    for (const { words } of called) answers.push(await policyProgram(words.slice(3)));
    expect(answers).toEqual([
      expect.stringMatching(/^0 policy\.yaml is valid/),
      expect.stringMatching(/^0 [\s\S]*critical holds/),
      expect.stringMatching(/^0 policy\.yaml is valid/),
    ]);
  });

  it('says in words what it cannot explain, rather than take a time that it cannot read for now', async () => {
    const key = 'https://example.vault.azure.net/keys/a';
    expect(await policyProgram(['explain', 'policy.yaml', key, '--at', 'yesterday'])).toMatch(/^1 .*ISO 8601 time/);
    expect(await policyProgram(['explain', 'policy.yaml', 'a'])).toMatch(/^1 .*expected the URL of a key/);
  });
});
