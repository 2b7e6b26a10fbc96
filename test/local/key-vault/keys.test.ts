import { day, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeAll(async () => {
  kv = await serveVault();
});
afterAll(() => kv.close());

describe('making and changing keys through the SDK', () => {
  it('makes an RSA key of the size asked for, with the attributes given', async () => {
    const expiresOn = new Date('2027-01-01T00:00:00Z');
    const made = await kv.client.createRsaKey('made', { keySize: 2048, expiresOn, tags: { owner: 'us' } });
    expect(made).toMatchObject({ name: 'made', keyType: 'RSA' });
    expect(made.key?.n).toHaveLength(256);
    expect(made.keyOperations).toEqual(['encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'sign', 'verify']);
    expect(made.properties).toMatchObject({ enabled: true, expiresOn, tags: { owner: 'us' }, createdOn: kv.clock.now });
    expect(made.properties).toMatchObject({ recoverableDays: 90, recoveryLevel: 'Recoverable' });
    expect(made.properties.version).toMatch(/^[0-9a-f]{32}$/);
  });

  it('gives the version asked for, and the youngest when none is', async () => {
    const first = await kv.client.createEcKey('two');
    const second = await kv.client.createEcKey('two');
    expect((await kv.client.getKey('two')).id).toBe(second.id);
    expect((await kv.client.getKey('two', { version: first.properties.version ?? '' })).id).toBe(first.id);
  });

  it('gives parallel creates a version each', async () => {
    await kv.client.createEcKey('crowd');
    await Promise.all(Array.from({ length: 10 }, () => kv.client.createEcKey('crowd')));
    const ids = new Set<string>();
    for await (const { id } of kv.client.listPropertiesOfKeyVersions('crowd')) ids.add(id ?? '');
    expect(ids.size).toBe(11);
  });

  it('follows nextLink over many pages, for versions in the order of their making', async () => {
    const made: (string | undefined)[] = [];
    for (let count = 0; count < 7; count += 1) made.push((await kv.client.createEcKey('paged')).id);
    const pages = kv.client.listPropertiesOfKeyVersions('paged').byPage({ maxPageSize: 3 });
    const listed: (string | undefined)[][] = [];
    for await (const page of pages) listed.push(page.map(({ id }) => id));
    expect(listed.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(listed.flat()).toEqual(made);
  });

  it('lists each key once, without a version', async () => {
    const listed: string[] = [];
    for await (const { id } of kv.client.listPropertiesOfKeys()) listed.push(id ?? '');
    expect(listed).toContain(`${kv.baseUrl}/keys/two`);
    expect(listed).toHaveLength(new Set(listed).size);
  });
});
