import * as z from 'zod';
import { KeyUrl } from '../../../shared/keys/key-url';
import { aGrant, aRole, aTenant, aVault, vaultId } from '../../shared/access/a-tenant';
import { aPolicy } from '../../shared/policy/a-policy';
import { ledger } from '../a-site';
import { aToken, anApi } from './an-api';

const roles = ['Rewrap.Emergency', 'Rewrap.Read'];
const standby = 'https://standby.vault.azure.net';
const cards = KeyUrl.parse('https://payments.vault.azure.net/keys/cards');
const tls = KeyUrl.parse('https://payments.vault.azure.net/keys/tls');
const body = { keys: [ledger], reason: 'a backup was seen outside', incidentId: 'INC 1' };
const post = 'POST /api/emergency-rotations';
const mallory = { own: false, principal: 'mallory', name: 'mallory@halden.example' };

const aSite = async () => {
  const api = await anApi();
  const vaults = ['https://payments.vault.azure.net', standby];
  const classes = [
    { name: 'all', cryptoperiod: 'P1Y' },
    { name: 'cards', match: { keys: ['cards'] }, cryptoperiod: 'P90D' },
  ];
  api.world.policy = () =>
    Promise.resolve(aPolicy({ scope: { subscriptions: [], vaults }, standby: [{ vault: standby }], classes }));
  api.keys.addKey(cards, { tags: { criticality: 'high' } });
  api.keys.addKey(tls, { managed: true });
  api.world.dependents.add({ id: '/orders', key: ledger, version: api.version.version });
  return api;
};

describe('an emergency over more than named keys', () => {
  it('takes in every key of a vault, the most critical first, and names its certificates', async () => {
    const { call, started } = await aSite();
    const { keys: _none, ...rest } = body;
    const answer = await call(post, { roles, body: { ...rest, vault: 'https://payments.vault.azure.net/' } });
    expect(answer).toMatchObject({
      status: 202,
      body: { rotations: [{ key: cards }, { key: ledger }] },
      keepsItsSchema: true,
    });
    expect(started.map(({ input }) => input)).toMatchObject([{ key: cards }, { key: ledger }, { incidentId: 'INC 1' }]);
    expect(await call('GET /api/incidents/INC%201', { roles })).toMatchObject({
      body: { certificates: [{ key: tls, todo: expect.stringContaining('issued anew') }] },
    });
  });

  it('takes in the keys of a class, wherever they are', async () => {
    const { call } = await aSite();
    const { keys: _none, ...rest } = body;
    const answer = await call(post, { roles, body: { ...rest, class: 'cards' } });
    expect(answer.body).toMatchObject({ rotations: [{ key: cards }] });
  });

  it('R19a: takes in every key that a principal could reach, and names what could not be seen', async () => {
    const { call, world } = await aSite();
    const principal = '00000000-0000-4000-8000-000000000001';
    const role = aRole('backer', ['Microsoft.KeyVault/vaults/keys/backup/action']);
    const grants = [aGrant(principal, { role: 'backer', scope: `${vaultId}/keys/ledger` })];
    const unseen = [{ scope: '/subscriptions/x', because: 'no right' }];
    world.access.facts = async () =>
      aTenant({ who: [principal], roles: [role], grants, unseen, vaults: [aVault({ keys: ['ledger', 'cards'] })] });
    const { keys: _none, ...rest } = body;
    expect(await call(post, { roles, body: { ...rest, principal } })).toMatchObject({
      status: 202,
      body: { rotations: [{ key: ledger }], refused: [{ key: '/subscriptions/x', code: 'vault-unreadable' }] },
    });
  });

  it.each([
    ['a vault out of scope', { vault: 'https://elsewhere.vault.azure.net' }, 422, 'out-of-scope'],
    ['a class that is none', { class: 'unheard-of' }, 422, 'class-unknown'],
    ['nothing at all', {}, 400, 'input-invalid'],
  ])('refuses %s', async (_, scope, status, code) => {
    const { call, started } = await aSite();
    const { keys: _none, ...rest } = body;
    expect(await call(post, { roles, body: { ...rest, ...scope } })).toMatchObject({ status, body: { code } });
    expect(started).toEqual([]);
  });
});

describe('the mode of an emergency', () => {
  it('R19c: asks for a new key in the clean vault that the policy names', async () => {
    const { call, world } = await aSite();
    expect(await call(post, { roles, body: { ...body, mode: 'clean-vault' } })).toMatchObject({ status: 202 });
    expect(await world.requests.open(ledger)).toMatchObject([{ cleanVault: standby }]);
  });

  it('adds up in one incident: whoever asks again and names no mode takes nothing back', async () => {
    const { call, world } = await aSite();
    await call(post, { roles, body: { ...body, mode: 'clean-vault' } });
    await call(post, { roles, body });
    expect(await world.requests.open(ledger)).toMatchObject([{ cleanVault: standby }]);
    expect(await world.incidents.keys('INC 1')).toMatchObject([{ mode: 'clean-vault', newDataKeys: false }]);
    await call(post, { roles, body: { ...body, mode: 're-encrypt' } });
    const wishes = await world.requests.open(ledger);
    expect(wishes.map(({ cleanVault }) => cleanVault)).toEqual([standby, standby]);
    expect(wishes.filter(({ newDataKeys }) => newDataKeys)).toHaveLength(1);
    const { body: plan } = await call(post, { roles, body: { ...body, dryRun: true } });
    expect(plan).toMatchObject({ incident: { keys: [{ mode: 'clean-vault', newDataKeys: true }] } });
  });

  it('starts nothing for a key that has no clean vault, and says what to do', async () => {
    const { call, world } = await aSite();
    world.policy = () => Promise.resolve(aPolicy());
    const answer = await call(post, { roles, body: { ...body, mode: 'clean-vault' } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'standby-missing', refused: [{ key: ledger }] } });
    expect(await world.requests.open(ledger)).toEqual([]);
  });

  it('R19c: is refused where it is weaker than what the audit log speaks for, unless that is meant; the trace keeps it', async () => {
    const { call, world } = await aSite();
    world.audit.add(ledger, { by: mallory, operation: 'backup' });
    const chosen = { ...body, mode: 'new-version' };
    expect(await call(post, { roles, body: chosen })).toMatchObject({
      status: 409,
      body: {
        code: 'mode-too-weak',
        detail: expect.stringContaining('mallory@halden.example (mallory) backed the key up'),
      },
    });
    expect(await world.requests.open(ledger)).toEqual([]);
    expect(await call(post, { roles, body: { ...chosen, acceptWeaker: true } })).toMatchObject({ status: 202 });
    expect((await world.incidents.get('INC 1'))?.asks).toMatchObject([{ mode: 'new-version', acceptedWeaker: true }]);
  });

  it('goes on at once for whoever chooses none, whatever the log says', async () => {
    const { call, world } = await aSite();
    world.audit.add(ledger, { by: mallory, operation: 'backup' });
    expect(await call(post, { roles, body })).toMatchObject({ status: 202 });
  });

  it('re-encrypt asks for new data keys', async () => {
    const { call, world } = await aSite();
    await call(post, { roles, body: { ...body, mode: 're-encrypt' } });
    expect(await world.requests.open(ledger)).toMatchObject([{ newDataKeys: true }]);
  });

  it('shows plan, advice and blast radius beforehand, and writes nothing', async () => {
    const { call, world, started } = await aSite();
    world.audit.add(ledger, { by: mallory, operation: 'release' });
    const answer = await call(post, { roles, body: { ...body, mode: 'clean-vault', dryRun: true } });
    expect(answer).toMatchObject({
      status: 200,
      keepsItsSchema: true,
      body: {
        plans: [
          {
            key: ledger,
            toKey: `${standby}/keys/ledger`,
            steps: expect.arrayContaining([expect.objectContaining({ name: 'create key' })]),
            warnings: expect.arrayContaining([expect.objectContaining({ code: 'standby-access-unseen' })]),
          },
        ],
        incident: {
          mode: 'clean-vault',
          inWords: expect.stringContaining('cannot reach'),
          dependents: ['/orders'],
          keys: [{ key: ledger, cleanVault: standby, advice: { mode: 'clean-vault' }, leavesOpen: [] }],
          contain: [{ steps: expect.arrayContaining([expect.stringContaining('az role assignment list')]) }],
          containBy: expect.stringContaining('a person, step by step'),
          secrets: expect.stringContaining('az keyvault secret list'),
        },
      },
    });
    expect(started).toEqual([]);
    expect(await world.incidents.list()).toEqual([]);
  });
});

describe('containment first', () => {
  const immediate = { ...body, containment: 'immediate' };

  it.each([
    ['not accepted', {}],
    ['accepted for another number', { acceptUnavailability: 'all 2' }],
    ['accepted for others', { acceptUnavailability: ['/stock'] }],
  ])('is refused with the list of what would stop when it is %s', async (_, accepted) => {
    const { call, world } = await aSite();
    const answer = await call(post, { roles, body: { ...immediate, ...accepted } });
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'unavailability-not-accepted',
        dependents: ['/orders'],
        nextStep: expect.stringContaining('all 1'),
      },
    });
    expect(await world.requests.open(ledger)).toEqual([]);
  });

  it.each([['all 1'], [['/orders']]])('is taken when %j is accepted, and begins in the workflow', async (accepted) => {
    const { call, world, started } = await aSite();
    const answer = await call(post, { roles, body: { ...immediate, acceptUnavailability: accepted } });
    expect(answer).toMatchObject({ status: 202 });
    expect(started.map(({ name }) => name)).toEqual(['respondToCompromise']);
    expect(await world.requests.open(ledger)).toHaveLength(1);
  });
});

describe('an incident', () => {
  it('tells where it is, says who asked for what, and is not another one when asked again', async () => {
    const { call, world } = await aSite();
    const first = await call(post, { roles, body });
    await call(post, { roles, body });
    expect(first.body).toMatchObject({ incidentUrl: 'https://rewrap.example/api/incidents/INC%201' });
    expect(await call('GET /api/incidents/INC%201', { roles })).toMatchObject({
      status: 200,
      keepsItsSchema: true,
      body: {
        id: 'INC 1',
        asks: [{ by: 'Alice (oid-of-alice)', reason: body.reason, scope: '1 named key' }],
        counts: { keys: 1, withNewVersion: 0, proven: 0 },
        keys: [{ key: ledger, state: 'planned', mode: 'new-version' }],
        estimate: {
          earliest: expect.any(String),
          inWords: expect.stringMatching(/^1 key and 0 dependents .* still being looked for/),
        },
      },
    });
    expect(await call('GET /api/incidents', { roles })).toMatchObject({ body: { incidents: [{ id: 'INC 1' }] } });
    expect(await world.incidents.list()).toHaveLength(1);
  });

  it('names the secrets beside its keys with what to do about each, or says why not', async () => {
    const { call, world } = await aSite();
    await call(post, { roles, body });
    const secretsNow = async () => {
      const { body: view } = await call('GET /api/incidents/INC%201', { roles });
      return z.looseObject({ secretsInScope: z.array(z.unknown()) }).parse(view).secretsInScope;
    };
    world.vaults.secrets = async () => [
      { name: 'smtp', ofCertificate: false },
      { name: 'web', ofCertificate: true },
    ];
    const vault = 'https://payments.vault.azure.net';
    expect(await secretsNow()).toEqual([
      {
        vault,
        secrets: [
          { id: `${vault}/secrets/smtp`, todo: expect.stringContaining('issued anew where it comes from') },
          { id: `${vault}/secrets/web`, todo: expect.stringContaining('certificate') },
        ],
      },
    ]);
    world.vaults.secrets = () => Promise.reject(new Error('a right is missing'));
    expect(await secretsNow()).toEqual([{ vault, secrets: [], unseen: 'a right is missing' }]);
  });

  it('is reviewed by another person than whoever started it', async () => {
    const { call, world } = await aSite();
    await call(post, { roles, body });
    const line = 'POST /api/incidents/INC%201/review' as const;
    const note = { note: 'I have compared the trace with the ticket' };
    const own = await call(line, { roles: ['Rewrap.Approve'], body: note });
    expect(own).toMatchObject({ status: 403, body: { code: 'review-by-another' } });
    const authorization = `Bearer ${await aToken(['Rewrap.Approve'], { oid: 'oid-of-rui', name: 'Rui' })}`;
    expect(await call(line, { authorization, body: note })).toMatchObject({ status: 200, keepsItsSchema: true });
    expect((await world.incidents.get('INC 1'))?.review).toMatchObject({ by: 'Rui (oid-of-rui)', ...note });
  });

  it('that nobody knows is a problem', async () => {
    const { call } = await aSite();
    expect(await call('GET /api/incidents/other', { roles })).toMatchObject({
      status: 404,
      body: { code: 'incident-unknown' },
    });
  });
});
