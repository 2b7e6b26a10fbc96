import * as z from 'zod';
import { aGrant, aRole, aTenant, aVault, vaultId } from '../../shared/access/a-tenant';
import { ledger } from '../a-site';
import { aToken } from './an-api';
import { aSite, body, cards, post, roles, standby, tls } from './an-emergency';

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

  it('lists a named key that belongs to a certificate with what must be done, and begins the others', async () => {
    const { call } = await aSite();
    expect(await call(post, { roles, body: { ...body, keys: [ledger, tls] } })).toMatchObject({
      status: 202,
      body: {
        rotations: [{ key: ledger }],
        refused: [{ key: tls, code: 'key-of-certificate', nextStep: expect.stringContaining('issued anew') }],
      },
      keepsItsSchema: true,
    });
    expect(await call('GET /api/incidents/INC%201', { roles })).toMatchObject({
      body: { certificates: [{ key: tls }] },
    });
  });

  it.each([
    ['a vault out of scope', { vault: 'https://elsewhere.vault.azure.net' }, 422, 'out-of-scope'],
    ['a class that is none', { class: 'unheard-of' }, 422, 'class-unknown'],
    ['a principal that reaches nothing', { principal: '00000000-0000-4000-8000-00000000000f' }, 422, 'scope-empty'],
    ['a vault without keys', { vault: standby }, 422, 'scope-empty'],
    ['a certificate alone', { keys: [tls] }, 422, 'key-of-certificate'],
    ['nothing at all', {}, 400, 'input-invalid'],
  ])('refuses %s', async (_, scope, status, code) => {
    const { call, started } = await aSite();
    const { keys: _none, ...rest } = body;
    expect(await call(post, { roles, body: { ...rest, ...scope } })).toMatchObject({ status, body: { code } });
    expect(started).toEqual([]);
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
    const grace = { oid: 'oid-of-grace', name: 'Grace' };
    const asGrace = async (held: string, name = 'Grace') => `Bearer ${await aToken([held], { ...grace, name })}`;
    await call(post, { authorization: await asGrace('Rewrap.Emergency'), body: { ...body, keys: [cards] } });
    const renamed = await call(line, { authorization: await asGrace('Rewrap.Approve', 'G. Hopper'), body: note });
    expect(renamed).toMatchObject({ status: 403, body: { code: 'review-by-another' } });
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
