import { join } from 'node:path';
import { againstTypes, azureTypes } from './against-types';
import { bicepFiles, nodesOf, readTemplate, type Template } from './bicep';
import { misfits, missingContents, missingOutputs, unresolved, unused } from './resolve';

let templates: ReadonlyMap<string, Template>;
beforeAll(async () => {
  templates = new Map(await Promise.all(bicepFiles.map(async (file) => [file, await readTemplate(file)] as const)));
});
const template = (file: string): Template => {
  const found = templates.get(file);
  if (!found) throw new Error(`Expected ${file} among the templates.`);
  return found;
};

/** What the grammar could not read. It takes neither `...spread` nor `!`, so the templates do without. */
const syntaxErrors = ({ root }: Template): string[] =>
  root.hasError
    ? [...nodesOf(root)].flatMap((node) =>
        node.isError || node.isMissing ? [`line ${node.startPosition.row + 1}`] : [],
      )
    : [];

describe('the templates', () => {
  it.each(bicepFiles)('%s is Bicep', (file) => {
    expect(syntaxErrors(template(file))).toEqual([]);
  });

  it.each(bicepFiles)('%s names only what it declares, and uses all of it', (file) => {
    expect(unresolved(template(file))).toEqual([]);
    expect(unused(template(file))).toEqual([]);
  });

  it.each(bicepFiles)('%s hands modules what they ask for, and asks them for what they answer', (file) => {
    expect(misfits(template(file), templates)).toEqual([]);
    expect(missingOutputs(template(file), templates)).toEqual([]);
  });

  it.each(bicepFiles)('%s loads files that are there', (file) => {
    expect(missingContents(template(file))).toEqual([]);
  });

  it.each(bicepFiles)("%s writes resources as Azure's published types want them", (file) => {
    expect(againstTypes(template(file))).toEqual([]);
  });

  it('leave out no type of the list', () => {
    const used = new Set([...templates.values()].flatMap(({ resources }) => resources.map(({ of }) => of)));
    expect(Object.keys(azureTypes).filter((name) => !used.has(name))).toEqual([]);
  });

  it('use every module', () => {
    const used = new Set(
      [...templates.values()].flatMap(({ file, modules }) => modules.map(({ of }) => join(file, '..', of))),
    );
    const entries = bicepFiles.filter((file) => !file.includes('/modules/'));
    expect(bicepFiles.filter((file) => !entries.includes(file) && !used.has(file))).toEqual([]);
  });
});

describe('the checks', () => {
  const storage = (properties: string) =>
    readTemplate(
      'infra/broken.bicep',
      `param sku string\nresource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {\n  name: 'x'\n  location: 'y'\n  kind: 'StorageV2'\n  ${properties}\n}\n`,
    );

  it.each([
    [
      'a word that is not allowed, in a variable',
      "sku: { name: sku }\n  properties: choice ? rules : {}\n}\nvar rules = {\n  accessTier: 'Warm'",
      'is Warm',
    ],
    ['a property that is not known', 'sku: { name: sku }\n  properties: { allowSharedKeys: false }', 'is not known'],
    ['a property that is missing', 'properties: {}', 'account.sku is missing'],
    ['a word that is not allowed', "sku: { name: sku }\n  properties: { accessTier: 'Warm' }", 'is Warm, not one of'],
    ['a value of another type', "sku: { name: sku }\n  properties: { allowSharedKeyAccess: 'no' }", 'is a string'],
  ])('find %s', async (_, properties, problem) => {
    expect(againstTypes(await storage(properties)).join()).toContain(problem);
  });

  it('find a name that nothing declares, one that nothing uses, and what is no Bicep', async () => {
    const broken = await storage('sku: { name: skuu }');
    expect(unresolved(broken)).toEqual(['skuu']);
    expect(unused(broken)).toEqual(['sku']);
    expect(syntaxErrors(await storage('sku: { name: }'))).not.toEqual([]);
  });

  it('find what a module does not take, needs and does not answer', async () => {
    const module = await readTemplate('infra/part.bicep', 'param needed string\noutput known string = needed\n');
    const caller = await readTemplate(
      'infra/broken.bicep',
      "module part 'part.bicep' = {\n  params: { other: 'x' }\n}\noutput it string = part.outputs.unknown\n",
    );
    const both = new Map([[module.file, module]]);
    expect(misfits(caller, both)).toEqual(['part: part.bicep takes no other', 'part: part.bicep needs needed']);
    expect(missingOutputs(caller, both)).toEqual(['part.outputs.unknown']);
  });

  it('find what a loaded file does not hold', async () => {
    const caller = await readTemplate(
      'infra/broken.bicep',
      "var rights = loadJsonContent('generated/rights.json')\noutput it array = rights.arm.deeds\n",
    );
    expect(missingContents(caller)).toEqual(['rights.arm.deeds in infra/generated/rights.json']);
  });
});
