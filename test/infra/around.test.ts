import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { readConfig, settings } from '../../shared/config';
import { readTemplate } from './bicep';

const read = (file: string) => readFileSync(file, 'utf8');

const Azd = z.object({
  infra: z.object({ path: z.string(), module: z.string() }),
  services: z.object({
    app: z.object({ project: z.string(), host: z.literal('function'), remoteBuild: z.literal(false) }),
  }),
  hooks: z.object({ prepackage: z.object({ run: z.string() }), postdeploy: z.object({ run: z.string() }) }),
});
const Parameters = z.object({ parameters: z.record(z.string(), z.object({ value: z.string() })) });

describe('azure.yaml and what it leads to', () => {
  const azd = Azd.parse(parse(read('azure.yaml')));
  const script = read('infra/deliver-events.sh');

  it('names the main template, and a script that is there', () => {
    expect(`${azd.infra.path}/${azd.infra.module}.bicep`).toBe('infra/main.bicep');
    expect(azd.hooks.postdeploy.run).toBe('sh infra/deliver-backup-app.sh && sh infra/deliver-events.sh');
    expect(script).toContain('--template-file infra/events.bicep');
  });

  it('gives the main template parameters that it has, and all that it cannot do without', async () => {
    const { parameters } = await readTemplate('infra/main.bicep');
    const given = Object.keys(Parameters.parse(JSON.parse(read('infra/main.parameters.json'))).parameters);
    expect(given.filter((name) => !parameters.has(name))).toEqual([]);
    const needed = [...parameters].flatMap(([name, { required }]) => (required ? [name] : []));
    expect(given).toEqual(expect.arrayContaining(needed));
  });

  it('switches events on with what the main template answers, and with what the other asks for', async () => {
    const main = await readTemplate('infra/main.bicep');
    const events = await readTemplate('infra/events.bicep');
    const taken = [...script.matchAll(/"\$(REWRAP_\w+)"/g)].flatMap(([, name = '']) => name);
    expect(taken.length).toBeGreaterThan(2);
    expect(taken.filter((name) => !main.outputs.includes(name))).toEqual([]);
    const given = [...script.matchAll(/(\w+)="\$/g)].flatMap(([, name = '']) => name);
    expect(given.filter((name) => !events.parameters.has(name))).toEqual([]);
    const needed = [...events.parameters].flatMap(([name, { required }]) => (required ? [name] : []));
    expect(given).toEqual(expect.arrayContaining(needed));
  });

  it('lets no output bear the name of a setting of the app', async () => {
    const { outputs } = await readTemplate('infra/main.bicep');
    expect(outputs.length).toBeGreaterThan(8);
    expect(outputs.filter((name) => settings.some((each) => each.name === name))).toEqual([]);
  });

  it('subscribes to changes of roles unless azd is told otherwise, as the document says', () => {
    expect(script).toContain('roleChanges="${REWRAP_ROLE_CHANGES:-true}"');
    expect(read('docs/operations.md')).toContain('`REWRAP_ROLE_CHANGES`');
  });

  it('tells both templates of the same estate', async () => {
    const estate = Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(read('infra/estate.json'))));
    const { parameters } = await readTemplate('infra/main.bicep');
    expect(estate.filter((name) => !parameters.has(name))).toEqual([]);
    for (const name of ['vaults', 'newVaults', 'subscriptions'])
      expect(read('infra/events.bicep')).toContain(`loadJsonContent('estate.json').${name}`);
  });
});

describe('infra/names.json', () => {
  const names = z.record(z.string(), z.string()).parse(JSON.parse(read('infra/names.json')));

  it('calls things as host.json, the alert rules and the documents do', () => {
    expect(read('host.json')).toContain(`"hubName": "${names['taskHub']}"`);
    const rules = read('infra/generated/alert-rules.json');
    expect(rules).toContain(`/${names['deadLetters']}/`);
    expect(rules).toContain("'-poison/'");
    expect(read('docs/operations.md')).toContain(`\`${names['deadLetters']}\``);
  });

  it('keeps in the state account what the app keeps there, under names that it opens', () => {
    const app = read('infra/modules/app.bicep');
    const containers = [...app.matchAll(/'(rewrap-[a-z]+)'/g)].flatMap(([, name = '']) => name);
    const { containers: known } = z
      .object({ containers: z.array(z.string()) })
      .parse(JSON.parse(read('infra/generated/state.json')));
    expect(containers.filter((name) => !known.includes(name))).toEqual([]);
    expect(containers).toContain('rewrap-backups');
  });
});

const Workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.looseObject({ steps: z.array(z.looseObject({ uses: z.string().optional() })) })),
});

describe('the workflows of GitHub', () => {
  it.each(readdirSync('.github/workflows'))('%s holds no secret and may do no more than it must', (file) => {
    const text = read(`.github/workflows/${file}`);
    expect(text).not.toContain('secrets.');
    const { permissions } = Workflow.parse(parse(text));
    expect(permissions).toEqual(
      file === 'deploy.yml' ? { contents: 'read', 'id-token': 'write' } : { contents: 'read' },
    );
  });
});

describe('the deployment from GitHub', () => {
  it('hands over every choice of azd, with the same default', () => {
    const text = read('.github/workflows/deploy.yml');
    const choices = [...read('infra/main.parameters.json').matchAll(/\$\{(REWRAP_\w+)=([^}]*)\}/g)];
    expect(choices.length).toBeGreaterThan(5);
    for (const [, name = '', fallback = ''] of choices)
      expect(text).toContain(`${name}: \${{ vars.${name}${fallback && ` || '${fallback}'`} }}`);
  });
});

describe('local.settings.example.json', () => {
  const { Values } = z
    .object({ Values: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('local.settings.example.json')));

  it('has settings that the app takes', () => {
    const own = Object.keys(Values).filter((name) => name.startsWith('REWRAP_'));
    expect(own.filter((name) => !settings.some((each) => each.name === name))).toEqual([]);
    expect(readConfig(Values)).toMatchObject({ cloud: 'public' });
  });
});
