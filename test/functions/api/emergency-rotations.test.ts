import { KeyUrl } from '../../../shared/keys/key-url';
import { aRecord } from '../../examples';
import { foreign, ledger } from '../a-site';
import { anApi } from './an-api';

const cards = KeyUrl.parse('https://payments.vault.azure.net/keys/cards');
const roles = ['Rewrap.Emergency'];
const body = { keys: [ledger], reason: 'the admin’s laptop was stolen', incidentId: 'INC-1' };

describe('POST /api/emergency-rotations', () => {
  it('R19b: writes the request, wakes the key’s workflow and says where to look', async () => {
    const { call, world, started } = await anApi();
    const answer = await call('POST /api/emergency-rotations', { roles, body });
    const [request] = await world.requests.open(ledger);
    expect(request).toMatchObject({
      cause: 'compromise',
      reason: body.reason,
      requestedBy: 'Alice (oid-of-alice)',
      incidentId: 'INC-1',
    });
    expect(started.map(({ name }) => name)).toEqual(['rotateKey', 'respondToCompromise']);
    expect(answer).toMatchObject({
      status: 202,
      headers: { location: 'https://rewrap.example/api/rotations?incidentId=INC-1' },
      body: {
        rotations: [{ id: request?.id, key: ledger, statusUrl: `https://rewrap.example/api/rotations/${request?.id}` }],
        refused: [],
        incidentId: 'INC-1',
      },
      keepsItsSchema: true,
    });
  });

  it('R22: asks for new data keys where those are suspect, also when the incident has asked for the key before', async () => {
    const { call, world } = await anApi();
    await call('POST /api/emergency-rotations', { roles, body });
    await call('POST /api/emergency-rotations', { roles, body: { ...body, newDataKeys: true } });
    const asked = await world.requests.open(ledger);
    expect(asked.map(({ newDataKeys }) => newDataKeys)).toEqual(expect.arrayContaining([undefined, true]));
  });

  it('starts good keys and refuses bad ones by name', async () => {
    const { call, keys, started } = await anApi();
    keys.addKey(cards);
    keys.softDelete(cards);
    const unknown = 'https://payments.vault.azure.net/keys/unheard-of';
    const answer = await call('POST /api/emergency-rotations', {
      roles,
      body: { ...body, keys: [foreign, 'ledger', unknown, cards, ledger] },
    });
    expect(answer).toMatchObject({
      status: 202,
      body: {
        rotations: [{ key: ledger }],
        refused: [
          { key: foreign, code: 'out-of-scope' },
          { key: 'ledger', code: 'key-url-invalid' },
          { key: unknown, code: 'key-unknown' },
          { key: cards, code: 'key-soft-deleted', nextStep: expect.stringContaining('recover') },
        ],
      },
      keepsItsSchema: true,
    });
    expect(started.map(({ name }) => name)).toEqual(['rotateKey', 'respondToCompromise']);
  });

  it('names a refused key without what may be secret in its URL', async () => {
    const { call } = await anApi();
    const pasted = 'https://me:password@payments.vault.azure.net/keys/cards?sig=signature#secret';
    const answer = await call('POST /api/emergency-rotations', { roles, body: { ...body, keys: [pasted, ledger] } });
    expect(answer).toMatchObject({ body: { refused: [{ key: 'https://payments.vault.azure.net/keys/cards' }] } });
  });

  it('R19b: starts a key whose vault cannot be asked just now', async () => {
    const { call, keys, started } = await anApi();
    keys.failNext('versions', new Error('503'));
    keys.failNext('presence', new Error('503'));
    expect(await call('POST /api/emergency-rotations', { roles, body })).toMatchObject({ status: 202 });
    expect(started.map(({ name }) => name)).toEqual(['rotateKey', 'respondToCompromise']);
  });

  it('is a problem when all keys are refused', async () => {
    const { call, world, started } = await anApi();
    const answer = await call('POST /api/emergency-rotations', { roles, body: { ...body, keys: [foreign, 'ledger'] } });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'keys-refused', refused: [{ key: foreign }, { key: 'ledger' }] },
    });
    expect(started).toEqual([]);
    expect(await world.requests.unservedKeys()).toEqual([]);
  });

  it('takes different spellings of a key for one', async () => {
    const { call, world } = await anApi();
    const spellings = [
      'https://PAYMENTS.vault.azure.net/keys/Ledger',
      'https://payments.vault.azure.net:443/keys/ledger/',
    ];
    const answer = await call('POST /api/emergency-rotations', { roles, body: { ...body, keys: spellings } });
    expect(answer.body).toMatchObject({ rotations: [{ key: ledger }] });
    expect(await world.requests.open(ledger)).toHaveLength(1);
  });

  it('answers the same incident with what is running, and adds new keys to it', async () => {
    const { call, keys, world } = await anApi();
    keys.addKey(cards);
    const first = await call('POST /api/emergency-rotations', { roles, body });
    const again = await call('POST /api/emergency-rotations', { roles, body });
    expect(again.body).toEqual(first.body);
    const more = await call('POST /api/emergency-rotations', { roles, body: { ...body, keys: [cards] } });
    expect(more.body).toMatchObject({ rotations: [{ key: cards }, { key: ledger }] });
    expect(await world.requests.ofIncident('INC-1')).toHaveLength(2);
  });

  it('R19b: asks anew in the same incident once what was asked before has come to nothing', async () => {
    const { call, world } = await anApi();
    await call('POST /api/emergency-rotations', { roles, body });
    const first = await world.requests.open(ledger);
    await world.requests.close(first, 'key is soft-deleted');
    await call('POST /api/emergency-rotations', { roles, body });
    const again = await world.requests.open(ledger);
    expect(again).toMatchObject([{ cause: 'compromise', incidentId: 'INC-1' }]);

    const parked = await world.records.open(aRecord({ key: ledger, state: 'parked' }));
    await world.requests.take(again, parked.id);
    await call('POST /api/emergency-rotations', { roles, body });
    expect(await world.requests.open(ledger)).toEqual([]);
    await world.requests.close(again, 'parked', parked.id);
    await call('POST /api/emergency-rotations', { roles, body });
    expect(await world.requests.open(ledger)).toHaveLength(1);
  });

  it('asks for nothing more when the incident’s rotation is proven', async () => {
    const { call, world } = await anApi();
    await call('POST /api/emergency-rotations', { roles, body });
    const proven = await world.records.open(aRecord({ key: ledger, state: 'proven' }));
    await world.requests.close(await world.requests.open(ledger), 'parked', proven.id);
    await call('POST /api/emergency-rotations', { roles, body });
    expect(await world.requests.open(ledger)).toEqual([]);
  });

  it('asks again for the same key in another incident', async () => {
    const { call, world } = await anApi();
    await call('POST /api/emergency-rotations', { roles, body });
    await call('POST /api/emergency-rotations', { roles, body: { ...body, incidentId: 'INC-2' } });
    expect(await world.requests.open(ledger)).toHaveLength(2);
  });

  it('answers a dry run with plans and writes nothing', async () => {
    const { call, world, started, keys } = await anApi();
    const answer = await call('POST /api/emergency-rotations', {
      roles,
      body: { ...body, keys: [ledger, foreign], dryRun: true },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { plans: [{ key: ledger, cause: 'compromise' }], refused: [{ key: foreign }] },
      keepsItsSchema: true,
    });
    expect(await world.requests.unservedKeys()).toEqual([]);
    expect(started).toEqual([]);
    expect(keys.callsOf('createLike')).toBe(0);
  });

  it.each([
    ['a field that it does not know', { ...body, dryrun: true }, 'dryrun'],
    ['no incident', { ...body, incidentId: undefined }, 'incidentId'],
    ['no reason', { ...body, reason: '  ' }, 'reason'],
    ['no keys', { ...body, keys: [] }, 'keys'],
    ['a key that is no text', { ...body, keys: [7] }, 'keys[0]'],
    ['a list', [], 'body'],
  ])('refuses %s and names it', async (_, sent, named) => {
    const { call, started } = await anApi();
    expect(await call('POST /api/emergency-rotations', { roles, body: sent })).toMatchObject({
      status: 400,
      body: { code: 'input-invalid', detail: expect.stringContaining(named) },
    });
    expect(started).toEqual([]);
  });

  it.each([
    ['no JSON', 'keys=ledger', 400, 'body-not-json'],
    ['nothing', '', 400, 'body-not-json'],
    ['more than 64 KB', JSON.stringify({ ...body, reason: 'é'.repeat(33_000) }), 413, 'body-too-large'],
  ])('refuses %s', async (_, text, status, code) => {
    const { call, logged } = await anApi();
    expect(await call('POST /api/emergency-rotations', { roles, text })).toMatchObject({ status, body: { code } });
    expect(logged).toEqual([['warning', 'call refused', expect.objectContaining({ code })]]);
  });

  it('tells the caller of an inner failure nothing but where to look', async () => {
    const api = await anApi();
    api.world.requests.add = () => Promise.reject(new Error('AccountKey=secret'));
    const answer = await api.call('POST /api/emergency-rotations', { roles, body });
    expect(answer).toMatchObject({ status: 500, body: { code: 'call-failed' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});
