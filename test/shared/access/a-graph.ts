import * as z from 'zod';
import { createGraph } from '../../../local/graph/graph';
import { armErrorFor } from '../../../shared/azure/arm-errors';
import type { Graph } from '../../../shared/azure/graph-client';

const Page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().default(''),
});

/**
 * The emulated Microsoft Graph without the pipeline before it, which costs more than all the rest; nobody has a role of the
 * directory. `refuses` answers with which status a path is refused, and hears of each request.
 */
export const aGraph = ({ refuses, pageSize }: { refuses: (path: string) => number | undefined; pageSize: number }) => {
  const clock = { now: new Date('2030-01-01T00:00:00Z') };
  const emulator = createGraph({
    authorise: async () => ({ principal: 'rewrap', may: () => true }),
    now: () => clock.now,
    tenantId: 'tenant',
    emit: () => undefined,
    pageSize,
  });
  const send = async (address: string, body?: unknown): Promise<unknown> => {
    const url = address.startsWith('https:') ? address : `https://graph.local/v1.0${address}`;
    const scope = decodeURIComponent(new URL(url).pathname.replace('/v1.0', ''));
    const how = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const refused = refuses(scope);
    const response = refused ? Response.json({}, { status: refused }) : await emulator.fetch(new Request(url, how));
    if (response.ok) return response.json();
    const refusal = { method: 'GET', scope, armCode: 'Refused', detail: 'It is so.', by: 'Microsoft Graph' };
    throw armErrorFor({ ...refusal, status: response.status });
  };
  const walk = async <T>(from: string, shape: z.ZodType<T>) => {
    const told: T[] = [];
    for (let next = from; ;) {
      const page = Page.parse(await send(next));
      told.push(...shape.array().parse(page.value));
      if (!page['@odata.nextLink']) return { told, link: page['@odata.deltaLink'] };
      next = page['@odata.nextLink'];
    }
  };
  const ofRoles = (path: string) => path.startsWith('/directoryRoles') || path.startsWith('/roleManagement');
  const graph: Graph = {
    get: async (path, shape) => shape.parse(await send(path)),
    post: async (path, body, shape) => shape.parse(await send(path, body)),
    patch: () => Promise.reject(new Error('not asked for')),
    list: async (path, shape) => (ofRoles(path) ? [] : (await walk(path, shape)).told),
    changes: walk,
  };
  const { directory, expireLinks } = emulator;
  return { graph, directory, clock, expireLinks };
};
