import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { fakeRightsTaker } from '../../fakes/fake-rights-taker';
import { aPolicy } from '../../shared/policy/a-policy';
import { ledger } from '../a-site';
import { anApi, hookSecret } from './an-api';

const hook = 'POST /api/hooks/alerts';
const roles = ['Rewrap.Report'];
const vault = 'https://contoso-kv.vault.azure.net';
const fixture = (name: string): object => JSON.parse(readFileSync(`test/fixtures/events/${name}.json`, 'utf8'));
const defender = fixture('defender-kv-alert.rest-form');
const backup = fixture('monitor-common-alert.log-keybackup');
const generic = { data: { id: 'SOC-7', rule: 'soc', summary: 'a backup was seen outside', keys: [ledger] } };

const aSite = async (alertHooks: object[] = []) => {
  const api = await anApi();
  const scope = { subscriptions: [], vaults: [vault, 'https://payments.vault.azure.net'] };
  api.world.policy = () => Promise.resolve(aPolicy({ scope, alertHooks }));
  return api;
};

const signed = (body: object, how: { secret?: string; at?: Date } = {}) => {
  const { secret = hookSecret, at = new Date() } = how;
  const text = JSON.stringify(body);
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, text),
  };
  return { text, headers };
};

describe('POST /api/hooks/alerts', () => {
  it.each([
    ['of Defender', defender, 'defender-00000000-0000-0000-0000-000000000098'],
    [
      'of Defender by a Logic App',
      fixture('defender-kv-alert.logic-app-form'),
      'defender-00000000-0000-0000-0000-000000000098',
    ],
    ['of Azure Monitor', backup, 'monitor-00000000-0000-0000-0000-000000000098'],
  ])(
    'opens an incident for a person where an alert %s names a vault, and begins nothing',
    async (_, body, incidentId) => {
      const { call, world, started, alerts } = await aSite();
      const answer = await call(hook, { roles, body });
      expect(answer).toMatchObject({ status: 202, body: { outcome: 'proposed', incidentId }, keepsItsSchema: true });
      expect(await world.incidents.get(incidentId)).toMatchObject({ proposal: { vaults: [vault] } });
      expect(alerts.raised).toMatchObject([
        {
          kind: 'NeedsPerson',
          severity: 'critical',
          incidentId,
          whatToDo: expect.stringContaining(`"vault": "${vault}"`),
        },
      ]);
      expect(started).toEqual([]);
    },
  );

  it('changes nothing when the same alert comes again', async () => {
    const { call, world, alerts } = await aSite();
    await call(hook, { roles, body: backup });
    expect(await call(hook, { roles, body: backup })).toMatchObject({ body: { outcome: 'known' } });
    expect(await world.incidents.list()).toHaveLength(1);
    expect(alerts.raised).toHaveLength(1);
  });

  it('acts where the policy says so, in the mode that it says', async () => {
    const { call, keys, world } = await aSite([
      { rule: 'KV-unexpected-key-backup', answer: 'act', mode: 're-encrypt' },
    ]);
    const held = `${vault}/keys/ledger` as typeof ledger;
    keys.addKey(held);
    expect(await call(hook, { roles, body: backup })).toMatchObject({ body: { outcome: 'under-way' } });
    expect(await world.requests.open(held)).toMatchObject([
      { cause: 'compromise', newDataKeys: true, reason: expect.stringContaining('kv-unexpected-key-backup') },
    ]);
  });

  it('leaves it to a person where what the policy wants is refused, and says why', async () => {
    const { call, keys, world } = await aSite([
      { rule: 'kv-unexpected-key-backup', answer: 'act', mode: 'clean-vault' },
    ]);
    keys.addKey(`${vault}/keys/ledger` as typeof ledger);
    const answer = await call(hook, { roles, body: backup });
    expect(answer.body).toMatchObject({ outcome: 'proposed', because: expect.stringContaining('standby-missing') });
    expect(await world.requests.unservedKeys()).toEqual([]);
  });

  it('takes rights from nobody by itself, whatever the policy wants of a clean vault', async () => {
    const api = await aSite([{ rule: 'soc', answer: 'act', mode: 'clean-vault' }]);
    const standby = 'https://standby.vault.azure.net';
    const given = await api.world.policy();
    const scope = { ...given.scope, vaults: [...given.scope.vaults, standby] };
    const wants = aPolicy({ ...given, scope, standby: [{ vault: standby }], takeBackupRights: 'clean-vault' });
    api.world.policy = async () => wants;
    Object.assign(api.world, { rightsTaker: fakeRightsTaker(api.world.access, []) });
    expect(await api.call(hook, signed(generic))).toMatchObject({ body: { outcome: 'under-way' } });
    const asks = (await api.world.incidents.get('webhook-soc-7'))?.asks;
    expect(asks?.map(({ mode, takeBackupRights }) => [mode, takeBackupRights])).toEqual([['clean-vault', undefined]]);
  });

  it('takes the generic form from whoever signs it', async () => {
    const { call, world } = await aSite([{ rule: 'soc', answer: 'act' }]);
    expect(await call(hook, signed(generic))).toMatchObject({
      status: 202,
      body: { outcome: 'under-way', incidentId: 'webhook-soc-7' },
    });
    expect(await world.requests.open(ledger)).toMatchObject([{ requestedBy: 'a signed webhook' }]);
  });

  it.each([
    ['a forged signature', signed(generic, { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })],
    ['a signature of long ago', signed(generic, { at: new Date('2026-01-01T00:00:00Z') })],
    ['nothing', { body: generic }],
  ])('refuses a call with %s', async (_, sent) => {
    const { call, world } = await aSite([{ rule: 'soc', answer: 'act' }]);
    expect(await call(hook, sent)).toMatchObject({ status: 401, body: { code: 'caller-unknown' } });
    expect(await world.incidents.list()).toEqual([]);
  });

  it('refuses a token without the role, and a signature where a token is wanted', async () => {
    const { call } = await aSite();
    expect(await call(hook, { roles: ['Rewrap.Emergency'], body: backup })).toMatchObject({ status: 403 });
    const body = { keys: [ledger], reason: 'x', incidentId: 'x' };
    expect(await call('POST /api/emergency-rotations', signed(body))).toMatchObject({ status: 401 });
  });

  it.each([
    [
      'about a vault that is not in scope',
      { ...generic, data: { ...generic.data, keys: ['https://elsewhere.vault.azure.net/keys/x'] } },
    ],
    ['that cannot be read', { hello: 'world' }],
  ])('keeps and tells of an alert %s, once, and changes nothing', async (_, body) => {
    const { call, world, alerts, stores } = await aSite([{ rule: 'soc', answer: 'act' }]);
    expect(await call(hook, { roles, body })).toMatchObject({ status: 202, body: { outcome: 'refused' } });
    await call(hook, { roles, body });
    expect(stores.letters.kept).toHaveLength(1);
    expect(alerts.raised).toMatchObject([{ kind: 'EventRefused' }]);
    expect(await world.incidents.list()).toEqual([]);
  });

  it('does not take a vault of the same name in another subscription for ours', async () => {
    const { call, world } = await aSite();
    const id = '/subscriptions/9/resourceGroups/r/providers/Microsoft.KeyVault/vaults/contoso-kv';
    world.vaults.look = async (of) => ({
      vault: of,
      isHsm: false,
      resource: { id, tags: {}, usesAccessPolicies: false },
    });
    expect(await call(hook, { roles, body: backup })).toMatchObject({ body: { outcome: 'refused' } });
  });

  it('only notes that an alert is over', async () => {
    const { call, world } = await aSite();
    const text = JSON.stringify(backup).replace('"Fired"', '"Resolved"');
    expect(await call(hook, { roles, text })).toMatchObject({ body: { outcome: 'noted' } });
    expect(await world.incidents.list()).toEqual([]);
  });
});
