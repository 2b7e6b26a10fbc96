import * as z from 'zod';
import { createGraph } from '../../../local/graph/graph';

const Body = z.looseObject({ value: z.array(z.looseObject({})).default([]), '@odata.nextLink': z.string().optional() });

/** A directory where Ann is in `inner`, which is in `outer`; only the token `app` may look. */
const aDirectory = () => {
  const graph = createGraph({
    now: () => new Date('2027-03-01T12:00:00Z'),
    tenantId: 'tenant',
    emit: () => undefined,
    pageSize: 1,
    authorise: async (request) => {
      const token = request.headers.get('authorization')?.slice('Bearer '.length);
      return token ? { principal: token, may: () => token === 'app' } : undefined;
    },
  });
  const { directory } = graph;
  directory.put({ kind: 'user', id: 'ann', displayName: 'Ann', userPrincipalName: 'ann@x', accountEnabled: true });
  directory.put({ kind: 'user', id: 'bob', displayName: 'Bob' });
  for (const id of ['inner', 'outer']) directory.put({ kind: 'group', id, displayName: id });
  directory.join('inner', 'ann');
  directory.join('inner', 'bob');
  directory.join('outer', 'inner');
  directory.own('outer', 'bob');
  const ask = async (path: string, { token = 'app', body }: { token?: string; body?: unknown } = {}) => {
    const url = path.startsWith('https:') ? path : `https://graph.local/v1.0${path}`;
    const request = new Request(url, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    const response = await graph.fetch(request);
    return { status: response.status, body: Body.parse(await response.json()) };
  };
  return { directory, ask };
};

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

  it('knows no role of the directory that nobody ever had', async () => {
    const { ask, directory } = aDirectory();
    expect(await ask("/directoryRoles(roleTemplateId='t')/members")).toMatchObject({ status: 404 });
    directory.appoint('t', 'ann');
    expect((await ask("/directoryRoles(roleTemplateId='t')/members")).body.value).toMatchObject([{ id: 'ann' }]);
  });
});
