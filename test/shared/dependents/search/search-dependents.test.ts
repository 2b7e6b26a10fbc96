import { searchDependents } from '../../../../shared/dependents/search/search-dependents';
import { KeyUrl } from '../../../../shared/keys/key-url';
import { aPolicy, host, key, v1, v2 } from '../arm-estate';
import { fields, searchObjects } from './search-objects';
import { aSearchEstate, encryptedWith, service, serviceId } from './search-estate';

type Kind = keyof typeof searchObjects;

const anEstateWith = (kind: Kind, version = v1, more: Record<string, unknown> = {}) => {
  const estate = aSearchEstate();
  estate.search.put(service, kind, {
    name: 'Orders',
    ...searchObjects[kind],
    encryptionKey: encryptedWith(version),
    ...more,
  });
  estate.search.put(service, 'indexes', { name: 'plain', fields });
  estate.pass(60);
  estate.create(v2);
  return estate;
};

it('an object of a search service is a canary where its service is one', async () => {
  expect(await anEstateWith('skillsets').only()).toMatchObject({ canary: true });
});

describe('an object of a search service', () => {
  it('waits as long as a service asks that is overloaded', async () => {
    const estate = anEstateWith('indexes');
    const dependent = await estate.only();
    estate.search.inject({ method: 'PUT', effect: { kind: 'answer', status: 503, code: 'Busy', retryAfter: 30 } });
    const move = await estate.step(dependent);
    const checkAgainAt = new Date(estate.now().getTime() + 30_000).toISOString();
    expect(move).toMatchObject({ state: 'pending', checkAgainAt });
    expect(await estate.drive(dependent, { earlier: move })).toMatchObject({ state: 'settled', proof: 'read-back' });
  });

  it('loses no change that somebody makes between our reading and our writing', async () => {
    const estate = anEstateWith('synonymmaps');
    const dependent = await estate.only();
    let others = 1;
    const search: typeof estate.client = {
      ...estate.client,
      async put(...asked) {
        const theirs = {
          name: 'Orders',
          ...searchObjects.synonymmaps,
          synonyms: 'c => d',
          encryptionKey: encryptedWith(v1),
        };
        if (others-- > 0) estate.search.put(service, 'synonymmaps', theirs);
        return estate.client.put(...asked);
      },
    };
    const port = searchDependents({ arm: estate.arm, now: estate.now, search });
    const move = await port.move(dependent, { key, to: v2, nudge: false });
    expect(move).toMatchObject({ state: 'pending', because: expect.stringContaining('ConditionNotMet') });
    estate.pass(60);
    expect(await port.move(dependent, { key, to: v2, nudge: false, earlier: move })).toMatchObject({
      state: 'settled',
    });
    expect(estate.search.get(service, 'synonymmaps', 'Orders')).toMatchObject({ synonyms: 'c => d' });
  });

  it('says what the service refuses, and moves when that is cured', async () => {
    const estate = anEstateWith('indexes');
    const dependent = await estate.only();
    estate.search.inject({
      method: 'PUT',
      effect: { kind: 'answer', status: 400, code: 'InvalidEncryptionKey', message: 'No way in.' },
    });
    const move = await estate.step(dependent);
    expect(move).toMatchObject({ state: 'failed', because: expect.stringContaining('No way in.') });
    expect(await estate.drive(dependent, { earlier: move })).toMatchObject({ state: 'settled' });
  });

  it('is left alone when it is gone, or turned to another key, or moved by someone else', async () => {
    const estate = anEstateWith('indexes');
    const dependent = await estate.only();
    const step = (more: Partial<typeof dependent>) => estate.step({ ...dependent, ...more });
    expect(await step({ id: `${serviceId}/indexes/none` })).toMatchObject({ state: 'settled', proof: 'assumed' });
    expect(await step({ version: 'f'.repeat(32) })).toMatchObject({
      state: 'failed',
      because: expect.stringContaining('plan anew'),
    });
    expect(await step({ mode: 'following' })).toMatchObject({
      state: 'failed',
      because: expect.stringContaining('plan anew'),
    });
    const other = { ...encryptedWith(v1), keyVaultKeyName: 'other' };
    estate.search.put(service, 'indexes', { name: 'Orders', fields, encryptionKey: other });
    expect(await step({})).toMatchObject({ state: 'settled', proof: 'assumed' });
    expect(estate.writes()).toEqual([]);
  });

  it('without a version is waited for and then only assumed; it is never written', async () => {
    const estate = anEstateWith('indexes', '');
    const dependent = await estate.only();
    expect(dependent).toMatchObject({ mode: 'following' });
    const began = estate.now().getTime();
    expect(await estate.drive(dependent)).toMatchObject({ state: 'settled', proof: 'assumed' });
    expect(estate.now().getTime() - began).toBe(24 * 3_600_000);
    const back = await estate.dependents.undo(dependent, { key, from: v2, to: v1 });
    expect(back).toMatchObject({ state: 'needs-person', to: v1 });
    expect(estate.writes()).toEqual([]);
  });

  it.each([
    ['indexes', { vectorSearch: { vectorizers: [{ azureOpenAIParameters: { apiKey: '<redacted>' } }] } }],
    [
      'indexes',
      { encryptionKey: { ...encryptedWith(v1), accessCredentials: { applicationId: 'app', applicationSecret: 's' } } },
    ],
    ['skillsets', { cognitiveServices: { '@odata.type': '#Microsoft.Azure.Search.CognitiveServicesByKey', key: 'k' } }],
    ['skillsets', { knowledgeStore: { storageConnectionString: null, projections: [] } }],
  ] as const)('among the %s is left to a person while a secret of it is not shown: %j', async (kind, more) => {
    const estate = anEstateWith(kind, v1, more);
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({ state: 'needs-person', proof: 'unproven' });
    expect(move.steps?.[0]).toContain(`keyVaultKeyVersion ${v2}`);
    expect(estate.writes()).toEqual([]);
  });

  it('keeps the connection string of a data source, which is never read or told', async () => {
    const estate = anEstateWith('datasources');
    const move = await estate.drive(await estate.only());
    expect(estate.search.get(service, 'datasources', 'Orders')).toMatchObject(searchObjects.datasources);
    expect(JSON.stringify([move, estate.writes()])).not.toContain('planted-secret');
  });

  it.each([
    `https://${host}/keys/second`,
    'https://orders.vault.azure.net/keys/second',
    'https://treasury.managedhsm.azure.net/keys/second',
  ])('turns to %s, with a version or without as before', async (url) => {
    const toKey = KeyUrl.parse(url);
    for (const version of [v1, '']) {
      const estate = anEstateWith('indexes', version);
      estate.create(v2, 'second', new URL(url).host);
      const dependent = await estate.only();
      expect(await estate.dependents.observe(dependent, { key, to: v2, toKey })).toMatchObject({ proof: 'unproven' });
      const proof = version ? 'read-back' : 'assumed';
      expect(await estate.drive(dependent, { toKey })).toMatchObject({ state: 'settled', proof, toKey });
      expect(await estate.only(toKey)).toMatchObject(version ? { mode: 'pinned', version: v2 } : { mode: 'following' });
      expect(await estate.find()).toMatchObject({ dependents: [] });
    }
  });

  it('is brought back to the former version, and left alone on any other', async () => {
    const estate = anEstateWith('indexes');
    const dependent = await estate.only();
    await estate.drive(dependent);
    const elsewhere = await estate.dependents.undo(dependent, { key, from: 'e'.repeat(32), to: v1 });
    expect(elsewhere).toMatchObject({ state: 'failed', because: expect.stringContaining('left as it is') });
    expect(await estate.dependents.undo(dependent, { key, from: v2, to: v1 })).toMatchObject({
      state: 'settled',
      proof: 'read-back',
      to: v1,
    });
    expect(await estate.only()).toMatchObject({ version: v1 });
  });
});

describe('a search service that cannot be read', () => {
  it('is named as unreadable, kind by kind, and what could be read is there', async () => {
    const estate = anEstateWith('indexes');
    estate.rights.may = (action) => !/\/(skillsets|dataSources)\/read$/.test(action);
    const { dependents, unreadable } = await estate.find();
    expect(dependents).toHaveLength(1);
    expect(unreadable.map(({ scope }) => scope)).toEqual([`${serviceId}/datasources`, `${serviceId}/skillsets`]);
  });

  it('is unreadable as a whole where no endpoint of AI Search is known', async () => {
    const { arm, now } = anEstateWith('indexes');
    const { dependents, unreadable } = await searchDependents({ arm, now }).find(key, aPolicy());
    expect(dependents).toEqual([]);
    expect(unreadable).toEqual([{ scope: serviceId, because: expect.stringContaining('No endpoint of AI Search') }]);
  });

  it('is asked once for all keys of a sweep', async () => {
    const estate = anEstateWith('indexes');
    const since = estate.now();
    const reads = async () => {
      const { length } = estate.listings();
      await estate.dependents.find(key, aPolicy(), { notOlderThan: since });
      return estate.listings().length - length;
    };
    expect(await reads()).toBe(5);
    expect(await reads()).toBe(0);
  });
});
