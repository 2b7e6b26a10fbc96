import * as z from 'zod';
import { createGraph } from '../../../local/graph/graph';

const Body = z.looseObject({
  value: z.array(z.looseObject({ id: z.string().optional() })).default([]),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

/** A directory where Ann is in `inner`, which is in `outer`; only the token `app` may look. */
export const aDirectory = ({ pageSize = 1 } = {}) => {
  const clock = { now: new Date('2027-03-01T12:00:00Z') };
  const graph = createGraph({
    now: () => clock.now,
    tenantId: 'tenant',
    emit: () => undefined,
    pageSize,
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
  return { clock, directory, ask, expireLinks: graph.expireLinks };
};
