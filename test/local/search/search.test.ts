import { createSearch } from '../../../local/search/search';
import { propertiesOf, renamed } from '../arm/misspelling';

const encryptionKey = {
  keyVaultUri: 'https://localhost:8443/',
  keyVaultKeyName: 'ledger',
  keyVaultKeyVersion: 'v1',
  identity: null,
};
const bodies = {
  indexes: { name: 'orders', fields: [{ name: 'id', type: 'Edm.String' }], vectorSearch: {}, encryptionKey },
  synonymmaps: { name: 'orders', format: 'solr', synonyms: 'a => b', encryptionKey },
  indexers: { name: 'orders', dataSourceName: 'blobs', targetIndexName: 'orders', encryptionKey },
  datasources: {
    name: 'orders',
    type: 'azureblob',
    credentials: { connectionString: 'secret' },
    container: { name: 'orders' },
    encryptionKey,
  },
  skillsets: { name: 'orders', skills: [{ '@odata.type': '#Microsoft.Skills.Text.SplitSkill' }], encryptionKey },
} as const;
const cases = Object.entries(bodies);

const aService = (may: (action: string) => boolean = () => true) => {
  const created = new Date();
  const search = createSearch({
    services: () => ['halden'],
    authorise: async (request) => (request.headers.has('authorization') ? { principal: 'rewrap', may } : undefined),
    keys: {
      version: (_host, _name, version = 'v2') =>
        ['v1', 'v2'].includes(version) ? { version, enabled: true, created } : undefined,
    },
  });
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await search.fetch(
      new Request(`https://search.local/halden/${path}?api-version=2026-04-01`, {
        method,
        headers: { authorization: 'Bearer app', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return { search, ask };
};

describe.each(cases)('the %s of a search service', (kind, body) => {
  const path = `${kind}('orders')`;

  it('are made, listed, read and replaced', async () => {
    const { ask } = aService();
    expect((await ask('PUT', path, body)).status).toBe(201);
    expect((await ask('GET', kind)).body.value).toHaveLength(1);
    const { body: read } = await ask('GET', path);
    expect(read).toMatchObject({ name: 'orders', encryptionKey });
    expect((await ask('PUT', path, body, { 'if-match': read['@odata.etag'] })).status).toBe(204);
    expect((await ask('PUT', path, body, { 'if-match': read['@odata.etag'] })).status).toBe(412);
  });

  it('refuse what is misspelt, and whoever may not', async () => {
    const { ask } = aService();
    for (const property of propertiesOf(body, ['fields', 'skills', 'vectorSearch'])) {
      const { status } = await ask('PUT', path, renamed(body, property, `${property.at(-1)}s`));
      expect([property, status]).toEqual([property, 400]);
    }
    const reader = aService((action) => action.endsWith('/read'));
    expect((await reader.ask('PUT', path, body)).status).toBe(403);
    expect((await aService(() => false).ask('GET', kind)).status).toBe(403);
  });

  it('take a key that can be used, and never go without the one they have', async () => {
    const { ask } = aService();
    await ask('PUT', path, body);
    const { encryptionKey: _, ...bare } = body;
    expect((await ask('PUT', path, bare)).status).toBe(400);
    const other = { ...body, encryptionKey: { ...encryptionKey, keyVaultKeyVersion: 'v9' } };
    expect((await ask('PUT', path, other)).status).toBe(400);
  });
});

it('a data source never shows its connection string, and keeps it where it is sent as unchanged', async () => {
  const { search, ask } = aService();
  const path = "datasources('orders')";
  await ask('PUT', path, bodies.datasources);
  expect(JSON.stringify((await ask('GET', path)).body)).not.toContain('secret');
  const unchanged = { ...bodies.datasources, credentials: { connectionString: '<unchanged>' } };
  await ask('PUT', path, unchanged);
  expect(search.get('halden', 'datasources', 'orders')).toMatchObject({ credentials: { connectionString: 'secret' } });
});
