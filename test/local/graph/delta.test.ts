import { aDirectory } from './a-directory';

type Directory = ReturnType<typeof aDirectory>;

const day = 24 * 3_600_000;

/** All pages from there on, and the link that the last one gives. */
const round = async ({ ask }: Directory, from: string) => {
  const told: Record<string, unknown>[] = [];
  let pages = 0;
  for (let next: string | undefined = from; next;) {
    const { status, body } = await ask(next);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    told.push(...body.value);
    pages += 1;
    next = body['@odata.nextLink'];
    if (!next) return { told, pages, link: body['@odata.deltaLink'] ?? '' };
  }
  throw new Error('expected a page');
};

const removed = { '@removed': { reason: 'deleted' } };
const ofGroups = '/groups/delta?$select=displayName,members,owners';

describe('the emulated tracking of changes', () => {
  it('tells everything first, a long list in parts with the group again each time, and nothing when nothing changed', async () => {
    const directory = aDirectory();
    const { told, pages, link } = await round(directory, ofGroups);
    expect(told).toEqual([
      { id: 'inner', displayName: 'inner', 'members@delta': [{ '@odata.type': '#microsoft.graph.user', id: 'ann' }] },
      { id: 'inner', displayName: 'inner', 'members@delta': [{ '@odata.type': '#microsoft.graph.user', id: 'bob' }] },
      {
        id: 'outer',
        displayName: 'outer',
        'members@delta': [{ '@odata.type': '#microsoft.graph.group', id: 'inner' }],
      },
      { id: 'outer', displayName: 'outer', 'owners@delta': [{ '@odata.type': '#microsoft.graph.user', id: 'bob' }] },
    ]);
    expect(pages).toBe(4);
    expect((await round(directory, link)).told).toEqual([]);
  });

  it('tells who came and who went, again for the same link, and not what came and went in between', async () => {
    const tenant = aDirectory();
    const { link } = await round(tenant, ofGroups);
    tenant.directory.leave('inner', 'ann');
    tenant.directory.join('outer', 'ann');
    tenant.directory.join('outer', 'bob');
    tenant.directory.leave('outer', 'bob');
    tenant.directory.disown('outer', 'bob');
    const { told } = await round(tenant, link);
    expect(told).toMatchObject([
      { id: 'inner', 'members@delta': [{ id: 'ann', ...removed }] },
      { id: 'outer', 'members@delta': [{ id: 'ann' }] },
      { id: 'outer', 'owners@delta': [{ id: 'bob', ...removed }] },
    ]);
    expect(JSON.stringify(told[1])).not.toContain('removed');
    expect((await round(tenant, link)).told).toEqual(told);
  });

  it('tells of the groups that were asked for, and tracks only what was selected', async () => {
    const tenant = aDirectory();
    const [inner, plain] = await Promise.all([
      round(tenant, "/groups/delta?$select=members&$filter=id eq 'inner' or id eq 'nobody'"),
      round(tenant, '/groups/delta?$select=displayName'),
    ]);
    expect(new Set(inner.told.map(({ id }) => id))).toEqual(new Set(['inner']));
    tenant.directory.leave('outer', 'inner');
    tenant.directory.own('inner', 'ann');
    expect((await round(tenant, inner.link)).told).toEqual([]);
    expect((await round(tenant, plain.link)).told).toEqual([]);
  });

  it('tells that a group or a user is gone, and of groups not that somebody in them is', async () => {
    const tenant = aDirectory();
    const [groups, users] = await Promise.all([round(tenant, ofGroups), round(tenant, '/users/delta?$select=id')]);
    expect(users.told).toEqual([{ id: 'ann' }, { id: 'bob' }]);
    tenant.directory.remove('outer');
    tenant.directory.remove('bob');
    expect((await round(tenant, groups.link)).told).toEqual([{ id: 'outer', '@removed': { reason: 'changed' } }]);
    expect((await round(tenant, users.link)).told).toEqual([{ id: 'bob', '@removed': { reason: 'changed' } }]);
    tenant.directory.restore('bob');
    expect((await round(tenant, users.link)).told).toEqual([{ id: 'bob' }]);
    expect((await round(tenant, groups.link)).told).toHaveLength(1);
  });

  it('has its links end after seven days, or all at once', async () => {
    const tenant = aDirectory();
    const { link } = await round(tenant, ofGroups);
    tenant.clock.now = new Date(tenant.clock.now.getTime() + 8 * day);
    expect(await tenant.ask(link)).toMatchObject({ status: 410, body: { error: { code: 'syncStateNotFound' } } });
    const again = await round(tenant, ofGroups);
    tenant.expireLinks();
    expect(await tenant.ask(again.link)).toMatchObject({ status: 410, body: { error: { code: 'resyncRequired' } } });
  });

  it.each([
    `$filter=${Array.from({ length: 51 }, (_, n) => `id eq 'g${n}'`).join(' or ')}`,
    "$filter=displayName eq 'inner'",
    '$expand=members',
    '$top=5',
  ])('refuses %s', async (query) => {
    expect(await aDirectory().ask(`/groups/delta?${query}`)).toMatchObject({ status: 400 });
  });
});
