import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { activityRules } from '../../scripts/generated/activity-rules';
import { alertRules } from '../../scripts/generated/alert-rules';
import { api } from '../../functions/api';
import { AlertKind } from '../../shared/alerts/alert';
import { Retirement, RotationState } from '../../shared/rotations/record';

const documents = [
  'README.md',
  ...readdirSync('docs')
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];
const operations = readFileSync('docs/operations.md', 'utf8');
const readme = readFileSync('README.md', 'utf8');
const compromise = readFileSync('docs/compromise.md', 'utf8');

const codesIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/code: '([a-z-]+)'/g)].flatMap(([, code = '']) => code);

describe('docs/operations.md', () => {
  it.each([
    ['alert', AlertKind.options],
    ['state of a rotation', RotationState.options],
    ['state of a retirement', Retirement.shape.state.options],
    [
      'reason to hold',
      ['decide-retirement', 'hold-findings'].flatMap((file) => codesIn(`shared/rotations/${file}.ts`)),
    ],
    ['rule of Azure Monitor', [...alertRules(), ...activityRules].map(({ name }) => name)],
    ['reason after a trial', codesIn('shared/rotations/judge-trial.ts')],
    [
      'finding of the doctor',
      ['shared/doctor/checks', 'shared/standby'].flatMap((folder) =>
        readdirSync(folder).flatMap((file) => codesIn(join(folder, file))),
      ),
    ],
    [
      'finding of the preflight',
      ['preflight', 'standby-findings', 'clean-vault-findings'].flatMap((file) =>
        codesIn(`shared/rotations/${file}.ts`),
      ),
    ],
  ])('explains every %s', (_, names) => {
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
  });
});

/** The calls of the pages for an emergency: method, route, and the body where there is one. */
const calls = [readme, compromise]
  .flatMap((page) => [...page.matchAll(/curl -s "?\$API\/([^?"\s]+)(?:[^\n\\]|\\\n)*/g)])
  .map(([line, path = '']) => ({
    path: path.replace(/^(rotations|incidents)\/[^/]+/, '$1/{id}'),
    body: /-d '(.*)'/.exec(line)?.[1],
  }));

describe('README.md and docs/compromise.md', () => {
  it('shows calls of an emergency', () => {
    expect(calls.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['emergency-rotations', 'incidents/{id}', 'incidents/{id}/review']),
    );
  });

  it.each(calls)('calls $path with a body that the API takes', ({ path, body }) => {
    const method = body === undefined ? 'GET' : 'POST';
    const operation = api.find((each) => each.route === path && each.method === method);
    expect(operation).toBeDefined();
    if (body !== undefined) expect(operation?.accepts.body?.safeParse(JSON.parse(body)).error).toBeUndefined();
  });
});

describe('documents', () => {
  it.each(documents)('%s links to files that are there', (file) => {
    const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].flatMap(
      ([, link = '']) => link,
    );
    expect(links.filter((link) => !existsSync(join(dirname(file), link)))).toEqual([]);
  });
});
