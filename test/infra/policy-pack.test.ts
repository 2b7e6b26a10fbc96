import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readTemplate } from './bicep';

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const Entry = z.strictObject({
  name: z.string(),
  id: z.guid(),
  title: z.string(),
  about: z.string(),
  objective: z.enum(['SO-1', 'SO-3', 'SO-5']),
  canDeny: z.boolean(),
  audit: z.enum(['Audit', 'AuditIfNotExists']),
  parameters: z.record(z.string(), z.strictObject({ value: z.union([z.string(), z.int()]) })),
});
const entries = z.array(Entry).parse(json('infra/policy/definitions.json'));

/** As Azure publishes them. */
const { definitions } = z
  .object({
    definitions: z.record(
      z.string(),
      z.object({
        displayName: z.string(),
        effects: z.array(z.string()),
        parameters: z.array(z.string()),
        required: z.array(z.string()),
      }),
    ),
  })
  .parse(json('test/fixtures/built-in-policies.json'));

describe('the policy pack', () => {
  it.each(entries)('R30: $name is a built-in policy, with the parameters and effects that it knows', (entry) => {
    const published = definitions[entry.id];
    expect(published?.displayName).toBe(entry.title);
    const given = Object.keys(entry.parameters);
    expect(given.filter((name) => !published?.parameters.includes(name))).toEqual([]);
    expect(given).toEqual(expect.arrayContaining(published?.required ?? ['?']));
    expect(published?.effects).toEqual(
      expect.arrayContaining(entry.canDeny ? ['Audit', 'Deny', 'Disabled'] : [entry.audit]),
    );
  });

  it('R30: audits unless it is told otherwise', async () => {
    const { text, parameters } = await readTemplate('infra/policy/initiative.bicep');
    expect(text).toContain("param effect string = 'Audit'");
    expect([...parameters].filter(([, { required }]) => required)).toEqual([]);
  });

  it('R15: looks at expiry, rotation, protection by an HSM, purge protection, logs and private link', () => {
    expect(entries.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'keysExpire',
        'keysRotate',
        'keysInHsm',
        'vaultsNotPurged',
        'hsmsNotPurged',
        'vaultsLogged',
        'hsmsLogged',
        'vaultsByPrivateLink',
        'hsmsByPrivateLink',
      ]),
    );
  });

  it('asks the initiative for parameters that it has', async () => {
    const { text } = await readTemplate('infra/policy/initiative.bicep');
    const asked = entries.flatMap(({ parameters }) =>
      Object.values(parameters).flatMap(({ value }) => /^\[parameters\('(\w+)'\)\]$/.exec(String(value))?.[1] ?? []),
    );
    expect(asked.length).toBeGreaterThan(3);
    for (const name of asked) expect(text).toContain(`${name}: { type: '`);
  });

  it('R30: is explained, objective by objective, and says that SO-2 has no policy', () => {
    const page = readFileSync('docs/policy-pack.md', 'utf8');
    for (const objective of ['SO-1', 'SO-2', 'SO-3', 'SO-4', 'SO-5']) expect(page).toContain(`| ${objective} |`);
    expect(page).toMatch(/\| SO-2 \|.*no policy/);
    expect(entries.filter(({ name }) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
