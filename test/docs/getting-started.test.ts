import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { CustomCloud } from '../../shared/azure/custom-cloud';
import { Policy } from '../../shared/policy/policy';
import { bicepFiles, readTemplate } from '../infra/bicep';

const page = readFileSync('docs/getting-started-azure.md', 'utf8');
const parameters = readFileSync('infra/main.parameters.json', 'utf8');
const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].flatMap(([, name = '']) => name);

/** The examples in JSON, but for the one that is no whole object. */
const examples = named(page, /```json\n([\s\S]*?)```/g);

const Vault = z.strictObject({
  name: z.string().regex(/^[a-z][a-z\d-]{1,22}[a-z\d]$/i),
  subscription: z.guid(),
  resourceGroup: z.string(),
  location: z.string(),
  keys: z.array(z.string()).optional(),
  topicName: z.string().optional(),
});
const NewVault = Vault.omit({ subscription: true, keys: true, topicName: true }).extend({
  application: z.string(),
  environment: z.string(),
});

describe('docs/getting-started-azure.md', () => {
  it('shows an estate that the templates take', async () => {
    const [estate = ''] = examples;
    const newVault = examples.find((each) => each.startsWith('{ "name"')) ?? '';
    const Estate = z.strictObject({
      vaults: z.array(Vault).min(1),
      newVaults: z.array(NewVault),
      managedHsms: z.array(z.unknown()),
      subscriptions: z.array(z.guid()),
    });
    expect(Estate.safeParse(JSON.parse(estate)).error).toBeUndefined();
    expect(NewVault.safeParse(JSON.parse(newVault)).error).toBeUndefined();
    const { text } = await readTemplate('infra/main.bicep');
    for (const field of Object.keys({ ...Vault.shape, ...NewVault.shape }))
      expect(text).toMatch(new RegExp(`\\b${field}: `));
  });

  it('shows parts of a policy that the policy takes', () => {
    const whole = z.record(z.string(), z.unknown()).parse(parse(readFileSync('policy.yaml', 'utf8')));
    const parts = named(page, /```yaml\n([\s\S]*?)```/g);
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) {
      const shown = z.record(z.string(), z.unknown()).parse(parse(part));
      expect(Policy.safeParse({ ...whole, ...shown }).error).toBeUndefined();
    }
  });

  it('shows endpoints of a custom cloud that the app takes', () => {
    const text = examples.find((each) => each.startsWith('"customCloud"')) ?? '';
    const { customCloud } = z.object({ customCloud: z.object({ value: z.unknown() }) }).parse(JSON.parse(`{${text}}`));
    expect(CustomCloud.safeParse(customCloud.value).error).toBeUndefined();
  });

  it('names settings of azd that the parameters take, with their defaults', () => {
    const rows = [...page.matchAll(/^\| `(REWRAP_\w+)` \| (.*) \|$/gm)];
    expect(rows.length).toBeGreaterThan(4);
    for (const [, name = '', told = ''] of rows) {
      const fallback = new RegExp(`\\$\\{${name}=([^}]*)\\}`).exec(parameters)?.[1];
      expect([name, fallback]).not.toContain(undefined);
      if (told.includes('(default)')) expect(told).toContain(`\`${fallback}\` (default)`);
    }
    const set = named(page, /azd env set (REWRAP_\w+)/g);
    expect(set.filter((name) => !parameters.includes(`\${${name}`))).toEqual([]);
  });

  it('names parameters and outputs that the main template has', async () => {
    const main = await readTemplate('infra/main.bicep');
    const [, list = ''] = /Everything else is a parameter[\s\S]*?: ([\s\S]*?)\.\n/.exec(page) ?? [];
    const parametersNamed = named(list, /`(\w+)`/g);
    expect(parametersNamed.length).toBeGreaterThan(5);
    expect(parametersNamed.filter((name) => !main.parameters.has(name))).toEqual([]);
    const outputs = [...named(page, /output `(REWRAP_\w+)`/g), ...named(page, /get-value (REWRAP_\w+)/g)];
    expect(outputs.length).toBeGreaterThan(1);
    expect(outputs.filter((name) => !main.outputs.includes(name))).toEqual([]);
  });

  it('names scripts of npm, files and clouds that are there', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')));
    expect(named(page, /npm run ([\w-]+)/g).filter((name) => !scripts[name])).toEqual([]);
    for (const file of named(page, /`((?:infra|shared|\.github)\/[\w./-]+\.\w+)`/g))
      expect(readFileSync(file)).toBeDefined();
    expect(bicepFiles).toContain('infra/modules/network.bicep');
  });
});
