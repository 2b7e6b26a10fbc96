import { searchDependents } from '../../../../shared/dependents/search/search-dependents';
import { KeyUrl } from '../../../../shared/keys/key-url';
import { aPolicy, host, key, v1, v2 } from '../arm-estate';
import { aSearchEstate, encryptedWith, service, serviceId } from './search-estate';

const fields = [{ name: 'id', type: 'Edm.String', key: true, retrievable: true }];
const objects = {
  indexes: { fields, vectorSearch: { profiles: [{ name: 'p', algorithm: 'hnsw' }] }, semantic: null },
  synonymmaps: { format: 'solr', synonyms: 'a => b' },
  indexers: { dataSourceName: 'orders', targetIndexName: 'orders', schedule: { interval: 'PT1H' } },
  datasources: {
    type: 'azureblob',
    credentials: { connectionString: 'AccountKey=planted-secret' },
    container: { name: 'orders', query: null },
  },
  skillsets: { skills: [{ '@odata.type': '#Microsoft.Skills.Text.SplitSkill', context: '/document' }] },
} as const;
const kinds = [
  ['indexes', 'indexes'],
  ['synonymmaps', 'synonymMaps'],
  ['indexers', 'indexers'],
  ['datasources', 'dataSources'],
  ['skillsets', 'skillsets'],
] as const;
type Kind = keyof typeof objects;

const anEstateWith = (kind: Kind, version = v1, more: Record<string, unknown> = {}) => {
  const estate = aSearchEstate();
  estate.search.put(service, kind, {
    name: 'Orders',
    ...objects[kind],
    encryptionKey: encryptedWith(version),
    ...more,
  });
  estate.search.put(service, 'indexes', { name: 'plain', fields });
  estate.pass(60);
  estate.create(v2);
  return estate;
};

describe.each(kinds)('an object among the %s of a search service', (kind, spelt) => {
  const type = `Microsoft.Search/searchServices/${spelt}`;
  const id = `${serviceId}/${kind}/Orders`;

  it('is found with its version, and as a canary where its service is one', async () => {
    expect(await anEstateWith(kind).only()).toMatchObject({ id, type, mode: 'pinned', version: v1, canary: true });
  });

  it('is sent back whole with another version, and proven by reading back', async () => {
    const estate = anEstateWith(kind);
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({ dependent: id, type, to: v2, state: 'settled', proof: 'read-back' });
    const sent = kind === 'datasources' ? { credentials: { connectionString: '<unchanged>' } } : {};
    const body = { name: 'Orders', ...objects[kind], ...sent, encryptionKey: encryptedWith(v2) };
    expect(estate.writes()).toEqual([{ method: 'PUT', path: `/${service}/${kind}('Orders')`, body }]);
    expect(estate.search.get(service, kind, 'Orders')).toMatchObject(objects[kind]);
    expect(await estate.dependents.observe(await estate.only(), { key, to: v2 })).toEqual({ proof: 'read-back' });
  });

  it('is not written again when it is there', async () => {
    const estate = anEstateWith(kind);
    const dependent = await estate.only();
    await estate.step(dependent, { earlier: await estate.drive(dependent) });
    await estate.step(dependent);
    expect(estate.writes()).toHaveLength(1);
  });

  it('is moved with the rights of its kind and no others', async () => {
    const estate = anEstateWith(kind);
    estate.rights.may = (action) =>
      !action.startsWith('Microsoft.Search/') || action.endsWith('/read') || action === `${type}/write`;
    expect(await estate.drive(await estate.only())).toMatchObject({ state: 'settled', proof: 'read-back' });
  });

  it('fails with the right that is missing, and moves once it is granted', async () => {
    const estate = anEstateWith(kind);
    const dependent = await estate.only();
    estate.rights.may = (action) => !action.endsWith('/write');
    const move = await estate.step(dependent);
    expect(move).toMatchObject({
      state: 'failed',
      because: expect.stringContaining(`Expected to be allowed ${type}/write`),
    });
    expect(move.because).toContain('Azure AI Search answered');
    estate.rights.may = () => true;
    expect(await estate.drive(dependent, { earlier: move })).toMatchObject({ state: 'settled' });
  });
});

describe('an object of a search service', () => {
  it.each([
    [429, 120],
    [503, 30],
  ])('waits as long as a service asks that answers %d', async (status, retryAfter) => {
    const estate = anEstateWith('indexes');
    const dependent = await estate.only();
    estate.search.inject({ method: 'PUT', effect: { kind: 'answer', status, code: 'Busy', retryAfter } });
    const move = await estate.step(dependent);
    const checkAgainAt = new Date(estate.now().getTime() + retryAfter * 1_000).toISOString();
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
        const theirs = { name: 'Orders', ...objects.synonymmaps, synonyms: 'c => d', encryptionKey: encryptedWith(v1) };
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
    expect(estate.search.get(service, 'datasources', 'Orders')).toMatchObject(objects.datasources);
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
