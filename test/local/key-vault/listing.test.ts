import { all, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeAll(async () => {
  kv = await serveVault();
  for (const name of ['charlie', 'alpha', 'bravo']) await kv.client.createEcKey(name, { tags: { name } });
});
afterAll(() => kv.close());

describe('listing', () => {
  it('follows nextLink over many pages, for versions made in the same second in the order of their making', async () => {
    const made: (string | undefined)[] = [];
    for (let count = 0; count < 7; count += 1) made.push((await kv.client.createEcKey('paged')).id);
    const pages = await all(kv.client.listPropertiesOfKeyVersions('paged').byPage({ maxPageSize: 3 }));
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(pages.flat().map(({ id }) => id)).toEqual(made);
  });

  it('gives 25 to a page when not asked', async () => {
    for (let count = 0; count < 26; count += 1) await kv.client.createEcKey('many');
    const pages = await all(kv.client.listPropertiesOfKeyVersions('many').byPage());
    expect(pages.map(({ length }) => length)).toEqual([25, 1]);
  });

  it('lists each key once, without a version, with the attributes of the current one', async () => {
    const listed = await all(kv.client.listPropertiesOfKeys());
    expect(listed.filter(({ name }) => name === 'alpha')).toMatchObject([
      { id: `${kv.baseUrl}/keys/alpha`, tags: { name: 'alpha' }, enabled: true },
    ]);
  });

  it('loses no key when one on an earlier page is deleted between pages', async () => {
    const first = await kv.call('GET', '/keys?maxresults=2');
    const { value, nextLink } = first.body as { value: { kid: string }[]; nextLink: string };
    expect(value.map(({ kid }) => kid)).toEqual([`${kv.baseUrl}/keys/alpha`, `${kv.baseUrl}/keys/bravo`]);
    await kv.call('DELETE', '/keys/alpha');
    const second = await kv.call('GET', nextLink.slice(kv.baseUrl.length));
    expect(second.body).toMatchObject({ value: [{ kid: `${kv.baseUrl}/keys/charlie` }, {}] });
  });

  it('ends with nextLink null, and shows no material', async () => {
    const { body } = await kv.call('GET', '/keys/bravo/versions');
    expect(body).toMatchObject({ nextLink: null });
    expect(Object.keys((body as { value: object[] }).value[0] ?? {}).toSorted()).toEqual(['attributes', 'kid', 'tags']);
  });

  it.each(['0', '26', 'many'])('refuses maxresults=%s', async (size) => {
    expect((await kv.call('GET', `/keys?maxresults=${size}`)).status).toBe(400);
  });
});
