import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { duties, roleOf } from '../../scripts/generated/hsm-roles';
import { directoryEventsAge } from '../../shared/alerts/departure-wording';
import { alertLogged } from '../../shared/alerts/outbox';
import { cloudNames } from '../../shared/azure/clouds';
import { settings } from '../../shared/config';
import { carryingRoles, containActions, containCondition } from '../../shared/incidents/contain-rights';
import { kinds } from '../../shared/self-test/self-test';
import { syntheticEvent } from '../../shared/self-test/synthetic-events';
import { aPolicy } from '../shared/policy/a-policy';
import { bicepFiles } from './bicep';

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const builtInRoles = z
  .object({ azure: z.record(z.string(), z.string()), managedHsm: z.record(z.string(), z.string()) })
  .parse(json('test/fixtures/built-in-roles.json'));

const templates = bicepFiles.map((file) => ({
  file,
  text: readFileSync(file, 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''),
}));
const textOf = (file: string): string => templates.find((each) => each.file === file)?.text ?? '';

const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].flatMap(([, name = '']) => name);

const guid = /'([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})'/g;

describe('the templates', () => {
  it('R12: assign built-in roles by their right ids only', () => {
    const ids = templates.filter(({ file }) => !file.includes('/policy/')).flatMap(({ text }) => named(text, guid));
    expect(ids.length).toBeGreaterThan(8);
    expect(ids.filter((id) => !Object.values(builtInRoles.azure).includes(id))).toEqual([]);
  });

  it('R11b: grant on keys and resources exactly what the code declares, by duty', () => {
    const roles = textOf('infra/modules/roles.bicep');
    for (const duty of ['rotate', 'open', 'openOther', 'retire', 'backUp'])
      expect(roles).toContain(`rights.keyVault.byDuty.${duty}`);
    expect(roles).toContain('actions: rights.arm.actions, dataActions: []');
    for (const duty of duties) expect(roles).toContain(`title: '${roleOf[duty].name}'`);
    for (const { text } of templates)
      expect(text).not.toMatch(
        /'Microsoft\.(KeyVault|Storage|Sql|Compute|DocumentDB)\/(?!locations)[^']*\/(action|read)'/,
      );
  });

  it('R11b: grant no wildcard, and nothing that deletes, purges, imports, restores or rotates', () => {
    const { contain: _onlyWhereSomebodyOptsIn, ...always } = z
      .record(z.string(), z.unknown())
      .parse(json('infra/generated/rights.json'));
    const granted = JSON.stringify(always).match(/"Microsoft[^"]*"/g) ?? [];
    expect(granted.length).toBeGreaterThan(100);
    const tooMuch =
      /\*|(delete|purge|import|restore|recover|rotate)(\/action)?"|Microsoft\.Authorization\/[^"]*(write|action)/i;
    expect(granted.filter((action) => tooMuch.test(action))).toEqual([]);
    for (const { text } of templates) expect(text).not.toMatch(/(actions|dataActions): \[[^\]]*'[^']*\*/);
  });

  it('R11b: let nobody open data keys but the first identity, and nobody decrypt unless asked to', () => {
    const { keyVault } = z
      .object({ keyVault: z.object({ byDuty: z.record(z.string(), z.array(z.string())) }) })
      .parse(json('infra/generated/rights.json'));
    const { open = [], openOther = [], ...others } = keyVault.byDuty;
    expect(
      Object.values(others)
        .flat()
        .filter((action) => /wrap|crypt|sign/.test(action)),
    ).toEqual([]);
    expect(open.filter((action) => /crypt|sign/.test(action))).toEqual([]);
    expect(openOther.every((action) => /crypt|sign/.test(action))).toBe(true);
    expect(textOf('infra/main.bicep')).toContain('param vaultsHaveOtherKeys bool = false');
    expect(textOf('infra/modules/key-vault-rights.bicep')).toContain('scope: vaultKeys[i]');
  });

  it('let an identity take rights away only where somebody opts in, and only as its condition has it', () => {
    const { contain } = z
      .object({ contain: z.object({ actions: z.array(z.string()), roles: z.array(z.guid()) }) })
      .parse(json('infra/generated/rights.json'));
    expect(contain.actions).toEqual(Object.values(containActions).toSorted());
    expect(new Set(contain.roles)).toEqual(new Set(Object.keys(carryingRoles).map((name) => builtInRoles.azure[name])));
    expect(textOf('infra/main.bicep')).toContain('param takesRights bool = false');
    expect(textOf('infra/modules/roles.bicep')).toContain('actions: rights.contain.actions, dataActions: []');

    const bicep = textOf('infra/modules/key-vault-rights.bicep');
    const variables = new Map(
      [...bicep.matchAll(/^var (\w+) = '(.*)'$/gm)].map(([, name = '', text = '']) => [
        name,
        text.replaceAll(String.raw`\'`, "'"),
      ]),
    );
    const known = new Map([...variables, ['takenRoles', contain.roles.join(', ')], ['ours', 'ours']]);
    const written = (text: string): string =>
      text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => written(known.get(name) ?? `no ${name}`));
    expect(written(variables.get('condition') ?? '')).toBe(containCondition({ roles: contain.roles, own: ['ours'] }));
    expect(bicep).toContain('join([principals.rotate, principals.retire, principals.backUp, principals.contain],');
    expect(bicep).toContain("join(concat(loadJsonContent('../generated/rights.json').contain.roles, containRoles),");
    expect(bicep).toMatch(/condition: condition\n\s+conditionVersion: '2\.0'/);
  });

  it('R56: let nobody in with a shared key or a password', () => {
    expect(textOf('infra/modules/storage.bicep')).toContain('allowSharedKeyAccess: false');
    expect(textOf('infra/modules/monitoring.bicep').match(/[dD]isableLocalAuth: true/g)).toHaveLength(2);
    expect(textOf('infra/modules/topic.bicep')).toContain('disableLocalAuth: true');
    expect(textOf('infra/modules/function-app.bicep').match(/properties: \{ allow: false \}/g)).toHaveLength(2);
  });

  it('hold no secret, and ask for none', () => {
    const everything = [
      ...templates.map(({ text }) => text),
      readFileSync('infra/main.parameters.json', 'utf8'),
    ].join();
    expect(everything).not.toMatch(
      /listKeys|listAccountSas|AccountKey=|SharedAccessKey|InstrumentationKey=|whsec_|@secure/,
    );
    expect(everything).not.toMatch(/[A-Za-z\d+]{64,}/);
  });

  it('set settings of the app by their names, and all that it cannot do without', () => {
    const set = ['app', 'backup-app'].flatMap((file) =>
      named(textOf(`infra/modules/${file}.bicep`), /\b(REWRAP_\w+):/g),
    );
    const known = settings.map(({ name }) => name);
    expect(set.filter((name) => !known.includes(name) && !name.startsWith('REWRAP_EVENTS__'))).toEqual([]);
    expect(set).toEqual(
      expect.arrayContaining([
        'REWRAP_STORAGE',
        'REWRAP_API_AUDIENCE',
        'REWRAP_TENANT_ID',
        'REWRAP_RETIRE_IDENTITY_CLIENT_ID',
        'REWRAP_BACKUP_IDENTITY_CLIENT_ID',
        'REWRAP_CONTAIN_IDENTITY_CLIENT_ID',
        'REWRAP_BACKUP_APP',
        'REWRAP_BACKS_UP_FOR',
        'REWRAP_SELF_TEST_TOPIC',
        'REWRAP_SITE',
      ]),
    );
  });

  it('bring the events that the app reads to the function that reads them, and keep what cannot be delivered', () => {
    const events = textOf('infra/modules/key-vault-events.bicep');
    const functions = bicepFiles.flatMap((file) => named(textOf(file), /(?:\/functions\/|takenBy: ')(on\w+)'/g));
    expect([...new Set(functions)].toSorted()).toEqual(['onKeyVaultEvent', 'onRoleChange']);
    expect(events).toContain("var watched = loadJsonContent('../generated/event-types.json').keyVault");
    expect(events).toContain('includedEventTypes: watched');
    expect(textOf('infra/events.bicep')).toContain('/functions/onKeyVaultEvent');
    for (const file of bicepFiles.filter((each) => textOf(each).includes('eventSubscriptions@'))) {
      expect(textOf(file)).toContain('deadLetterWithResourceIdentity');
      expect(textOf(file)).toContain("eventDeliverySchema: 'CloudEventSchemaV1_0'");
      expect(textOf(file)).toContain('retryPolicy: {');
    }
  });

  it('bring every synthetic event of the self-test back to the app', () => {
    const at = new Date(0);
    const sent = kinds.map((kind) => syntheticEvent(kind, aPolicy(), { id: 'x', at }).type);
    expect(named(textOf('infra/modules/self-test-events.bicep'), /type: '(Microsoft\.[\w.]+)'/g)).toEqual(sent);
  });

  it('R16: keep the audit log of every vault and every Managed HSM', () => {
    const main = textOf('infra/main.bicep');
    for (const module of ['vaultDiagnostics', 'madeVaultDiagnostics', 'hsmDiagnostics']) expect(main).toContain(module);
    for (const kind of ['key-vault', 'managed-hsm'])
      expect(textOf(`infra/modules/${kind}-diagnostics.bicep`)).toContain("category: 'AuditEvent', enabled: true");
  });

  it('R9, R15: make vaults for one application, environment and region each, which nobody can purge', () => {
    const vault = textOf('infra/modules/vault.bicep');
    for (const part of ['application: application', 'environment: environment', 'location: location'])
      expect(vault).toContain(part);
    for (const part of [
      'enablePurgeProtection: true',
      'softDeleteRetentionInDays: 90',
      'enableRbacAuthorization: true',
    ])
      expect(vault).toContain(part);
  });

  it('R14b: keep backups where only their own identity reaches them, and where nothing can be changed for a while', () => {
    const app = textOf('infra/modules/app.bicep');
    expect(app).toContain("filter(state.containers, container => container != 'rewrap-backups')");
    expect(app).toContain('immutable: keepEvidenceForDays > 0 ? state.containers : []');
    expect(textOf('infra/main.bicep')).toContain('param keepEvidenceForDays int = 365');
  });

  it('R14b: give the first app no way to backups, where a second one makes them', () => {
    const app = textOf('infra/modules/app.bicep');
    expect(app).toContain('identityIds: backupsApart ? identities.outputs.idsButBackUp : identities.outputs.ids');
    expect(app.match(/REWRAP_BACKUP_IDENTITY_CLIENT_ID/g)).toHaveLength(1);
    expect(app).toContain('backupsApart ? { REWRAP_BACKUP_APP: backupApp.outputs.apiUrl } : { REWRAP_BACKUP_IDENTITY');
    const ids = named(
      textOf('infra/modules/identities.bicep'),
      /output idsButBackUp string\[\] = concat\(\[(.*)\], idsOfContain\)/g,
    );
    expect(ids).toEqual(['rotate.id, retire.id']);
    const apart = textOf('infra/modules/backup-app.bicep');
    expect(apart).toContain('identityIds: [identityId]');
    expect(apart).toContain('REWRAP_BACKS_UP_FOR: servesPrincipalId');
    expect(app).toContain('servesPrincipalId: identities.outputs.principals.rotate');
  });

  it('know every public cloud by the name that the app has for it', () => {
    const clouds = named(textOf('infra/modules/app.bicep'), /Azure(?:China)?(?:Cloud|USGovernment): '([\w-]+)'/g);
    expect(textOf('infra/modules/app.bicep')).toContain("clouds[?environment().name] ?? 'custom'");
    expect(clouds).toEqual(cloudNames.filter((name) => !['custom', 'local'].includes(name)));
    for (const text of [textOf('infra/modules/network.bicep'), textOf('infra/modules/app.bicep')])
      for (const cloud of ['AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud']) expect(text).toContain(`${cloud}:`);
  });
});

const Rule = z.object({
  name: z.string(),
  severity: z.int().min(0).max(4),
  log: z.enum(['app', 'audit']),
  query: z.string(),
  window: z.string(),
  every: z.string(),
});

describe('the alert rules', () => {
  const rules = z.array(Rule).parse(json('infra/generated/alert-rules.json'));

  it('R16: tell of what nobody must miss', () => {
    expect(rules.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'rotation-failed',
        'rotation-parked',
        'dead-letters',
        'sweep-silent',
        'old-version-used',
        'key-backed-up',
        'purged',
        'calls-refused',
      ]),
    );
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });

  it('tell of a subscription of Microsoft Graph that ages by a rule of its own, and of it once', () => {
    const at = new Date('2027-03-01T12:00:00Z');
    const { kind, subject } = directoryEventsAge({ resource: 'users', trouble: 'refused' }, at);
    const firing = (line: string) =>
      rules.filter(({ query }) => {
        const words = [...query.matchAll(/Message (!?)has '([^']*)'/g)];
        return words.length > 0 && words.every(([, not, word = '']) => line.includes(word) === (not === ''));
      });
    const namesFor = (about: string) => firing(`${alertLogged} ${kind} ${about}`).map(({ name }) => name);
    expect(namesFor(subject)).toEqual(['graph-subscription-ageing']);
    expect(namesFor('https://payments.vault.azure.net')).toEqual(['needs-person']);
  });

  it('R14b: say who backs keys up beside ourselves', () => {
    const query = rules.find(({ name }) => name === 'key-backed-up')?.query;
    expect(query).toMatch(/KeyBackup[\s\S]*caller !in OWN_IDENTITIES$/);
    expect(textOf('infra/modules/alert-rules.bicep')).toContain("replace(rule.query, 'OWN_IDENTITIES', '(${own})')");
  });

  it('look back no further than two days and no more often than every five minutes, as Azure Monitor wants it', () => {
    for (const { window, every } of rules) {
      expect(['PT10M', 'PT15M', 'PT1H', 'P1D', 'P2D']).toContain(window);
      expect(['PT5M', 'PT15M', 'P1D']).toContain(every);
    }
  });
});
