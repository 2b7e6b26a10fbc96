import { readFileSync } from 'node:fs';
import { settings } from '../../shared/config';
import { bicepFiles } from './bicep';

/** Microsoft's built-in roles that the templates assign. Source: Azure built-in roles. */
const builtInRoles: Readonly<Record<string, string>> = {
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'Reader',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe': 'Storage Blob Data Contributor',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
};

const templates = bicepFiles.map((file) => ({
  file,
  text: readFileSync(file, 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''),
}));
const textOf = (file: string): string => templates.find((each) => each.file === file)?.text ?? '';

const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].flatMap(([, name = '']) => name);

describe('the templates', () => {
  it('R12: assign built-in roles by their right ids only', () => {
    const ids = templates.flatMap(({ text }) => named(text, /'([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})'/g));
    expect(ids.length).toBeGreaterThan(5);
    expect(ids.filter((id) => !builtInRoles[id])).toEqual([]);
  });

  it('R11b: grant on keys and resources exactly what the code declares', () => {
    const main = textOf('infra/main.bicep');
    expect(main).toContain("loadJsonContent('generated/rights.json')");
    expect(main).not.toMatch(/'Microsoft\.(KeyVault|Storage|Sql|Compute|DocumentDB)\/[^']*(action|read|write)'/);
  });

  it('R56: let nobody in with a shared key or a password', () => {
    expect(textOf('infra/modules/storage.bicep')).toContain('allowSharedKeyAccess: false');
    expect(textOf('infra/modules/monitoring.bicep')).toContain('DisableLocalAuth: true');
    expect(textOf('infra/modules/function-app.bicep').match(/properties: \{ allow: false \}/g)).toHaveLength(2);
  });

  it('set settings of the app by their names, and all that it cannot do without', () => {
    const set = named(textOf('infra/modules/app.bicep'), /\b(REWRAP_\w+):/g);
    const known = settings.map(({ name }) => name);
    expect(set.filter((name) => !known.includes(name))).toEqual([]);
    expect(set).toEqual(expect.arrayContaining(['REWRAP_STORAGE', 'REWRAP_API_AUDIENCE', 'REWRAP_TENANT_ID']));
  });

  it('bring the events that the app reads to the function that reads them, and keep what cannot be delivered', () => {
    const events = textOf('infra/modules/key-vault-events.bicep');
    expect(events).toContain("var watched = loadJsonContent('../generated/event-types.json').keyVault");
    expect(events).toContain('includedEventTypes: watched');
    expect(events).toContain('/functions/onKeyVaultEvent');
    expect(events).toContain('deadLetterWithResourceIdentity');
  });
});
