import { readFileSync } from 'node:fs';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { cloudOf } from '../../../shared/azure/clouds';
import { rightsMissingAt } from '../../../shared/doctor/rights-at';
import { backupsReady } from '../../../shared/doctor/backups-ready';
import { vaultDoor } from '../../../shared/doctor/vault-door';
import { dataActionOf, dutyOf } from '../../../shared/keys/key-rights';
import { KeyUrl } from '../../../shared/keys/key-url';
import { examine } from '../../../shared/doctor/examine';
import { aPractice, cleanVault, found, group, subscription, vault } from './a-practice';

const refused = { status: 403, code: 'ForbiddenByRbac', message: 'no' } as const;

describe('the doctor', () => {
  it('finds nothing where nothing is wrong', async () => {
    expect(await found(() => undefined)).toMatchObject({ well: true, findings: [] });
  });

  it('finds a broken policy while the last good one is in force', async () => {
    const { told, findings } = await found(({ site }) => void (site.policyProblem = 'line 3: expected a list'));
    expect(told).toEqual(['policy-broken at policy.yaml']);
    expect(findings[0]?.message).toContain('line 3');
    expect(findings[0]?.nextStep).toContain('npm run policy -- check');
  });

  it('finds a vault of another cloud, names that cloud, and sends no token there', async () => {
    const elsewhere = 'https://payments.vault.usgovcloudapi.net';
    const asked: string[] = [];
    const { told, findings } = await found(({ site, doors }) => {
      site.vaults = [vault, elsewhere];
      const { askVault } = doors;
      Object.assign(doors, {
        askVault: (call: Parameters<typeof askVault>[0]) => (asked.push(call.vault), askVault(call)),
      });
    });
    expect(told).toContain(`wrong-cloud at ${elsewhere}`);
    expect(findings[0]?.nextStep).toContain('REWRAP_CLOUD=us-government');
    expect(new Set(asked)).toEqual(new Set([vault, cleanVault]));
  });

  it('finds an identity without tokens', async () => {
    const { told, findings } = await found(({ site }) => void (site.tokenProblem = 'no identity is assigned'));
    expect(told).toContain('no-token at https://vault.azure.net');
    expect(told).toContain('no-token at https://management.azure.com');
    expect(told).toContain('no-token at https://eventgrid.azure.net');
    expect(findings[0]?.nextStep).toContain('az functionapp identity assign');
  });

  it('tells a firewall from a missing right, and asks no further there', async () => {
    const { told, findings } = await found(({ site }) => {
      site.letsIn = async () => ({ ...refused, code: 'ForbiddenByFirewall' });
    });
    expect(told).toEqual([`vault-firewall at ${vault}`]);
    expect(findings[0]?.nextStep).toContain('az keyvault network-rule add --name payments');
  });

  it('finds a vault that does not answer', async () => {
    const { told } = await found(({ doors }) => {
      Object.assign(doors, { askVault: () => Promise.reject(new Error('getaddrinfo ENOTFOUND')) });
    });
    expect(told).toEqual([`vault-unreachable at ${vault}`, `vault-unreachable at ${cleanVault}`]);
  });

  it.each(['list', 'readPolicy', 'create', 'disable', 'backUp', 'wrap', 'unwrap'] as const)(
    'finds that the right to %s is missing, names identity, right and scope, and how to grant it',
    async (operation) => {
      const right = dataActionOf(operation, 'vault');
      const { findings } = await found(({ site }) => {
        site.letsIn = async (_, { dataAction }) => (dataAction === right ? refused : 'ok');
      });
      const finding = findings.find(({ code, check }) => code === 'right-missing' && check === 'vault-rights');
      const isOfKey = operation === 'wrap' || operation === 'unwrap';
      expect(finding?.subject).toBe(isOfKey ? `${vault}/keys/ledger` : vault);
      expect(finding?.message).toContain(`"${dutyOf(operation)}" may not do ${right} at ${finding?.subject}`);
      expect(finding?.nextStep).toContain('az role assignment create');
    },
  );

  it.each(['readPolicy', 'writePolicy', 'create', 'disable', 'backUp', 'wrap'] as const)(
    'tells of one key that the right to %s is missing for its rotation, and changes nothing',
    async (operation) => {
      const { site, doors, versions } = await aPractice();
      const before = await versions();
      const right = dataActionOf(operation, 'vault');
      site.letsIn = async (_, { dataAction }) => (dataAction === right ? refused : 'ok');
      const told = await rightsMissingAt(doors, KeyUrl.parse(`${vault}/keys/ledger`), { setsPolicy: true });
      expect(told).toMatchObject([{ code: 'right-missing', message: expect.stringContaining(right) }]);
      site.letsIn = async () => 'ok';
      expect(await versions()).toEqual(before);
    },
  );

  it('asks a key for the right to its policy only where the policy is to be set, and a silent vault tells nothing', async () => {
    const { site, doors } = await aPractice();
    const key = KeyUrl.parse(`${vault}/keys/ledger`);
    const right = dataActionOf('writePolicy', 'vault');
    site.letsIn = async (_, { dataAction }) => (dataAction === right ? refused : 'ok');
    expect(await rightsMissingAt(doors, key, { setsPolicy: false })).toEqual([]);
    const silent = { ...doors, askVault: () => Promise.reject(new Error('getaddrinfo ENOTFOUND')) };
    expect(await rightsMissingAt(silent, key, { setsPolicy: true })).toEqual([]);
  });

  it('asks each identity for the rights of its duty, and for no others', async () => {
    const asked = new Set<string>();
    await found(({ site }) => {
      site.letsIn = async (token, { dataAction }) => {
        asked.add(`${token} ${dataAction.replace('Microsoft.KeyVault/vaults/', '')}`);
        return 'ok';
      };
    });
    expect([...asked].toSorted()).toEqual([
      'backUp keys/backup/action',
      'open keys/unwrap/action',
      'open keys/wrap/action',
      'retire keys/read',
      'retire keys/update/action',
      'rotate keyrotationpolicies/read',
      'rotate keys/create/action',
      'rotate keys/read',
    ]);
  });

  it('changes nothing in a vault by asking', async () => {
    const practice = await aPractice();
    const before = await practice.versions();
    await practice.ask();
    expect(await practice.versions()).toEqual(before);
  });

  it('finds a subscription that cannot be read', async () => {
    const { told, findings } = await found(({ site }) => void (site.mayRead = false));
    expect(told).toContain(`reader-missing at /subscriptions/${subscription}`);
    expect(findings[0]?.nextStep).toContain(`--role "Reader"`);
  });

  it('finds a right that is missing in a group with such a resource, and none for what is not there', async () => {
    const { told, findings } = await found(({ site }) => {
      site.actions = site.actions.filter((action) => !/(storageAccounts|diskEncryptionSets)\/write$/.test(action));
    });
    expect(told).toEqual([`resource-right-missing at ${group.toLowerCase()}`]);
    expect(findings[0]?.message).toContain('Microsoft.Storage/storageAccounts/write');
    expect(findings[0]?.message).not.toContain('diskEncryptionSets');
    expect(findings[0]?.nextStep).toContain(`--scope ${group.toLowerCase()}`);
  });

  it('looks for dead letters where the templates have them put', () => {
    const names: unknown = JSON.parse(readFileSync('infra/names.json', 'utf8'));
    expect(names).toMatchObject({ deadLetters: 'rewrap-dead-letters' });
  });

  it('finds dead letters', async () => {
    const { told, findings } = await found(({ site }) => void site.deadLetters.push('2027/3/1/letter.json'));
    expect(told).toEqual(['dead-letters at rewrap-dead-letters']);
    expect(findings[0]?.nextStep).toContain('az storage blob list');
  });

  it('finds a clock that is off, by that of the vault', async () => {
    const { told, findings } = await found(({ site }) => void (site.vaultClock = new Date('2027-03-01T11:50:00Z')));
    expect(told).toEqual(['clock-off at clock']);
    expect(findings[0]?.message).toContain('600 s ahead of');
  });

  it('finds an audit log that cannot be read', async () => {
    const { told } = await found(({ audit }) => audit.fail('the audit log could not be read: 403'));
    expect(told).toEqual([`log-unreadable at ${vault}`]);
  });

  it('stays well where no audit log is declared, and says so', async () => {
    const { told, well } = await found(({ doors }) => {
      const undeclared = { is: 'unavailable', declared: false, because: 'none' } as const;
      Object.assign(doors, { audit: { read: () => Promise.resolve(undeclared) } });
    });
    expect({ told, well }).toEqual({ told: [`log-undeclared at ${vault}`], well: true });
  });

  it('finds storage that cannot be written to', async () => {
    const { told } = await found(({ site }) => void (site.placeProblem = 'AuthorizationPermissionMismatch'));
    expect(told).toEqual(['storage-not-writable at tables']);
  });

  it('asks the app for backups what it lacks, where there is one, and for none of its rights itself', async () => {
    const asked: string[] = [];
    const withApp = (problems: () => Promise<readonly string[]>) =>
      found(({ site, doors }) => {
        Object.assign(doors, { backupApp: { problems } });
        site.letsIn = async (token) => (asked.push(token), 'ok');
      });
    expect((await withApp(async () => [])).told).toEqual([]);
    expect(asked).not.toContain('backUp');
    const lacking = await withApp(async () => ['it cannot write to rewrap-backups']);
    expect(lacking.told).toEqual(['backup-app-lacks at backup-app']);
    expect(lacking.findings[0]?.message).toContain('rewrap-backups');
    const silent = await withApp(() => Promise.reject(new Error('ECONNREFUSED')));
    expect(silent.told).toEqual(['backup-app-silent at backup-app']);
    expect(silent.findings[0]?.nextStep).toContain('azd hooks run postdeploy');
  });

  it('tells, as the app for backups, what keeps it from its duty', async () => {
    const practice = await aPractice();
    const { doors, site } = practice;
    const place = { name: 'container rewrap-backups', duty: 'backUp', write: () => Promise.resolve() } as const;
    expect(await backupsReady({ ...doors, places: [place] })).toEqual([]);
    site.letsIn = async () => refused;
    const [problem = ''] = await backupsReady({ ...doors, places: [place] });
    expect(problem).toContain(`may not do ${dataActionOf('backUp', 'vault')} at ${vault}`);
    const full = { ...place, write: () => Promise.reject(new Error('AuthorizationPermissionMismatch')) };
    expect(await backupsReady({ ...doors, places: [full] })).toHaveLength(2);
  });

  it('finds sinks that fail, that lack a setting, and that are not there', async () => {
    const failing = { name: 'on-call', missing: ['REWRAP_SINK_URL'], failingSince: '2027-02-28T00:00:00Z' };
    expect((await found(({ site }) => void (site.sinks = [failing]))).told).toEqual([
      'sink-incomplete at on-call',
      'sink-failing at on-call',
    ]);
    expect((await found(({ site }) => void (site.sinks = []))).told).toEqual(['no-sink at sinks']);
  });

  it('finds a sweep that has fallen silent', async () => {
    const { told } = await found(({ site }) => {
      site.now = new Date('2027-03-01T14:00:00Z');
      site.vaultClock = site.now;
    });
    expect(told).toEqual(['sweep-silent at sweep']);
  });

  it('finds a subscription of Microsoft Graph that has lapsed, and one that cannot be renewed', async () => {
    const { told, findings } = await found(({ site }) => {
      site.subscribed = [
        { resource: 'users', trouble: '403: User.Read.All is missing' },
        { resource: 'groups', expiresOn: '2027-03-05T00:00:00Z', trouble: '403: Group.Read.All is missing' },
      ];
    });
    expect(told).toEqual([
      'directory-subscription-lapsed at subscription to users',
      'directory-subscription-ageing at subscription to groups',
    ]);
    expect(findings[0]?.message).toContain('User.Read.All is missing');
    expect(findings[0]?.nextStep).toContain('az rest --method GET');
  });

  it('finds a self-test that has not arrived within the hour, and says where none is made', async () => {
    const sentAt = '2027-03-01T10:00:00.000Z';
    const missed = await found(({ doors }) => doors.selfTests.put({ id: 'x', kind: 'near-expiry', sentAt }));
    expect(missed.told).toEqual(['self-test-missed at self-test near-expiry']);
    const longAgo = { id: 'x', kind: 'near-expiry', sentAt: '2027-02-28T09:00:00.000Z' } as const;
    const silent = await found(({ doors }) => doors.selfTests.put({ ...longAgo, arrivedAt: longAgo.sentAt }));
    expect(silent.told).toEqual(['self-test-silent at self-test near-expiry']);
    const off = await found(({ site }) => void (site.selfTest = undefined));
    expect({ well: off.well, told: off.told }).toEqual({ well: true, told: ['no-self-test at self-test'] });
    const made = await found(({ site, doors }) => {
      site.selfTest = undefined;
      Object.assign(doors, { selfTestTopic: 'https://made.eventgrid.azure.net/api/events' });
    });
    expect(made.told).toEqual([]);
  });

  it.each([
    ['a Managed HSM', 'https://managedhsm.azure.net'],
    ["another emulator's vault", 'https://localhost:8443'],
  ])('asks %s that no name tells for whose tokens it takes, and shows it no other', async (_, resource) => {
    const asked: string[] = [];
    const challenge = `Bearer authorization="https://login.local/tenant", resource="${resource}"`;
    const ask = vaultDoor({
      cloud: cloudOf({ cloud: 'local' }),
      credentialOf: () => ({
        getToken: async (scope) => ({ token: String(scope), expiresOnTimestamp: Date.now() + 3_600_000 }),
      }),
      httpClient: {
        async sendRequest(request) {
          const token = request.headers.get('authorization') ?? '';
          asked.push(token);
          const isRight = token.includes(resource);
          const headers = createHttpHeaders(isRight ? {} : { 'www-authenticate': challenge });
          return { request, status: isRight ? 200 : 401, headers, bodyAsText: '{}' };
        },
      },
    });
    const call = { vault: 'https://localhost:8443', duty: 'rotate', method: 'GET', path: '/keys' } as const;
    expect(await ask(call)).toMatchObject({ status: 200 });
    expect(await ask(call)).toMatchObject({ status: 200 });
    const token = `Bearer ${resource}/.default`;
    expect(asked).toEqual(['', token, token]);
  });

  it('takes a check that cannot look for a finding', async () => {
    const { doors } = await aPractice();
    const broken = { name: 'broken', look: () => Promise.reject(new Error('no eyes')) };
    const { findings, well } = await examine([broken], doors);
    expect(well).toBe(false);
    expect(findings).toMatchObject([{ code: 'check-failed', check: 'broken' }]);
    expect(findings[0]?.message).toContain('no eyes');
  });
});
