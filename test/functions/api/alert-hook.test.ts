import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import { fakeRightsTaker } from '../../fakes/fake-rights-taker';
import { aPolicy } from '../../shared/policy/a-policy';
import { KeyUrl } from '../../../shared/keys/key-url';
import { ledger } from '../a-site';
import { anApi, hookSecret } from './an-api';

const Taken = z.object({ outcome: z.string(), incidentId: z.string().optional() });
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
    ['of Defender', defender, /^defender-kv-operationvolumeanomaly-2026-03-01T12-[0-9a-f]{8}$/],
    [
      'of Defender by a Logic App',
      fixture('defender-kv-alert.logic-app-form'),
      /^defender-kv-operationvolumeanomaly-2026-03-01T12-[0-9a-f]{8}$/,
    ],
    ['of Azure Monitor', backup, /^monitor-kv-unexpected-key-backup-2026-03-01T12-[0-9a-f]{8}$/],
  ])('opens an incident for a person where an alert %s names a vault, and begins nothing', async (_, body, name) => {
    const { call, world, started, alerts } = await aSite();
    const answer = await call(hook, { roles, body });
    expect(answer).toMatchObject({ status: 202, body: { outcome: 'proposed' }, keepsItsSchema: true });
    const { incidentId = '' } = Taken.parse(answer.body);
    expect(incidentId).toMatch(name);
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
  });

  it('changes nothing when the same alert comes again', async () => {
    const { call, world, alerts } = await aSite();
    await call(hook, { roles, body: backup });
    expect(await call(hook, { roles, body: backup })).toMatchObject({ body: { outcome: 'known' } });
    expect(await world.incidents.list()).toHaveLength(1);
    expect(alerts.raised).toHaveLength(1);
  });

  it.each([
    ['act', 1],
    ['person', 0],
  ])('takes a storm of alerts of one rule about one vault for one incident: %s', async (answer, wishes) => {
    const { call, keys, world, alerts } = await aSite([{ rule: 'kv-unexpected-key-backup', answer }]);
    const held = KeyUrl.parse(`${vault}/keys/ledger`);
    keys.addKey(held);
    const send = (n: number) =>
      call(hook, { roles, text: JSON.stringify(backup).replace(/000000000098"/, `${100_000_000_000 + n}"`) });
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => send(n)));
    const ids = answers.map(({ body }) => Taken.parse(body).incidentId);
    expect(new Set(ids).size).toBe(1);
    expect(await world.incidents.list()).toHaveLength(1);
    expect(await world.requests.open(held)).toHaveLength(wishes);
    expect(alerts.raised).toHaveLength(1 - wishes);
  });

  it('tells nobody that nothing was begun where another alert of the storm has begun it', async () => {
    const { call, keys, world, alerts } = await aSite([{ rule: 'kv-unexpected-key-backup', answer: 'act' }]);
    keys.addKey(KeyUrl.parse(`${vault}/keys/ledger`));
    const list = keys.list.bind(keys);
    let calls = 0;
    keys.list = async (...asked) => {
      calls += 1;
      if (calls === 1) {
        while (calls < 2) await turn();
        return list(...asked);
      }
      while ((await world.incidents.list()).length === 0) await turn();
      throw new Error('asked too often');
    };
    const answers = await Promise.all([call(hook, { roles, body: backup }), call(hook, { roles, body: backup })]);
    expect(answers.map(({ body }) => Taken.parse(body).outcome).toSorted()).toEqual(['known', 'under-way']);
    expect(alerts.raised).toEqual([]);
  });

  it('opens another incident for what is seen after the first was reviewed, and for what comes an hour later', async () => {
    const { call, world } = await aSite();
    const send = (at: string) =>
      call(hook, { roles, body: { ...generic, data: { ...generic.data, at } } }).then(({ body }) => Taken.parse(body));
    const { incidentId = '' } = await send('2026-06-01T12:05:00Z');
    const review = { by: 'Rui', at: '2026-06-01T12:30:00.000Z', note: 'a test of ours' };
    await world.incidents.note(incidentId, (stored) => stored && { ...stored, review });
    expect(await send('2026-06-01T12:05:00Z')).toEqual({ outcome: 'known', incidentId });
    expect(await send('2026-06-01T12:40:00Z')).toEqual({ outcome: 'proposed', incidentId: `${incidentId}-2` });
    expect(await send('2026-06-01T13:10:00Z')).toMatchObject({ outcome: 'proposed' });
    expect(await world.incidents.list()).toHaveLength(3);
  });

  it('knows a signed alert that tells no time by when it was sent first', async () => {
    const { call, world } = await aSite();
    const at = new Date(Date.now() - 4 * 60_000);
    const sent = signed(generic, { at });
    await call(hook, sent);
    expect(await call(hook, sent)).toMatchObject({ body: { outcome: 'known' } });
    expect((await world.incidents.list()).map(({ id }) => id)).toEqual([
      expect.stringContaining(at.toISOString().slice(0, 13)),
    ]);
  });

  it('leaves it to a person where one alert names several vaults', async () => {
    const { call, world } = await aSite([{ rule: 'kv-unexpected-key-backup', answer: 'act' }]);
    const text = JSON.stringify(backup).replace(
      '"dimensions":[',
      '"dimensions":[{"name":"vault","value":"https://payments.vault.azure.net"},',
    );
    expect(await call(hook, { roles, text })).toMatchObject({
      body: { outcome: 'proposed', because: 'it names several vaults at once' },
    });
    expect(await world.requests.unservedKeys()).toEqual([]);
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
    const asks = (await api.world.incidents.list()).flatMap((incident) => incident.asks);
    expect(asks.map(({ mode, takeBackupRights }) => [mode, takeBackupRights])).toEqual([['clean-vault', undefined]]);
  });

  it('takes the generic form from whoever signs it', async () => {
    const { call, world } = await aSite([{ rule: 'soc', answer: 'act' }]);
    expect(await call(hook, signed(generic))).toMatchObject({
      status: 202,
      body: { outcome: 'under-way', incidentId: expect.stringMatching(/^webhook-soc-/) },
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
