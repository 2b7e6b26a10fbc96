import { aDirectory } from './a-directory';

describe('the emulated Microsoft Graph', () => {
  it.each([
    ['', 401, 'InvalidAuthenticationToken'],
    ['somebody', 403, 'Authorization_RequestDenied'],
  ])('refuses the token "%s"', async (token, status, code) => {
    const { ask } = aDirectory();
    expect(await ask('/users', { token })).toMatchObject({ status, body: { error: { code } } });
  });

  it('tells direct members page by page, with their kinds and the fields asked for', async () => {
    const { ask } = aDirectory();
    const first = await ask('/groups/inner/members?$select=id,accountEnabled');
    expect(first.body.value).toEqual([{ '@odata.type': '#microsoft.graph.user', id: 'ann', accountEnabled: true }]);
    const second = await ask(first.body['@odata.nextLink'] ?? '');
    expect(second.body).toMatchObject({ value: [{ id: 'bob' }] });
    expect(second.body).not.toHaveProperty('@odata.nextLink');
    expect((await ask('/groups/outer/members')).body.value).toMatchObject([
      { '@odata.type': '#microsoft.graph.group' },
    ]);
    expect((await ask('/users/ann/memberOf')).body.value).toMatchObject([{ id: 'inner' }]);
  });

  it('leaves applications out of the lists of a group, and tells them where their kind is asked for', async () => {
    const { ask, directory } = aDirectory();
    directory.put({ kind: 'servicePrincipal', id: 'sp', displayName: 'An application' });
    directory.join('outer', 'sp');
    expect((await ask('/groups/outer/members')).body.value).toMatchObject([{ id: 'inner' }]);
    expect((await ask('/groups/outer/members/microsoft.graph.servicePrincipal?$select=id')).body.value).toEqual([
      { id: 'sp' },
    ]);
    expect((await ask('/groups/outer/owners/microsoft.graph.user?$select=id')).body.value).toEqual([{ id: 'bob' }]);
  });

  it('tells many by their ids, and of those who are gone nothing', async () => {
    const { ask, directory } = aDirectory();
    directory.remove('bob');
    const { body } = await ask('/directoryObjects/getByIds', { body: { ids: ['ann', 'bob'] } });
    expect(body.value).toMatchObject([{ id: 'ann' }]);
    expect((await ask('/groups/inner/members')).body.value).toHaveLength(1);
    expect((await ask('/groups/outer/owners')).body.value).toEqual([]);
    expect(await ask('/users/bob')).toMatchObject({ status: 404 });
    expect(await ask('/directoryObjects/getByIds', { body: { ids: [] } })).toMatchObject({ status: 400 });
  });

  it('keeps who was deleted apart, and has him back in his groups when he is restored', async () => {
    const { ask, directory } = aDirectory();
    expect(await ask('/directory/deletedItems/bob')).toMatchObject({ status: 404 });
    directory.remove('bob');
    expect(await ask('/directory/deletedItems/bob')).toMatchObject({ status: 200, body: { id: 'bob' } });
    directory.restore('bob');
    expect(await ask('/directory/deletedItems/bob')).toMatchObject({ status: 404 });
    expect((await ask('/users/bob/memberOf')).body.value).toMatchObject([{ id: 'inner' }]);
  });

  it('knows no role of the directory that nobody ever had', async () => {
    const { ask, directory } = aDirectory();
    expect(await ask("/directoryRoles(roleTemplateId='t')/members")).toMatchObject({ status: 404 });
    directory.appoint('t', 'ann');
    expect((await ask("/directoryRoles(roleTemplateId='t')/members")).body.value).toMatchObject([{ id: 'ann' }]);
  });
});
