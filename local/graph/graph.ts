import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { Authorise } from '../arm/caller';
import { createDelta } from './delta';
import { createDirectory, type Directory, type DirectoryObject } from './directory';
import { collections, fieldsOf, onWire } from './on-wire';
import { notThere, Refusal } from './refusal';
import { createSubscriptions, type SubscriptionsOptions } from './subscriptions';

export interface GraphOptions extends SubscriptionsOptions {
  /** `caller.may` is asked for `Directory.Read.All`. */
  readonly authorise: Authorise;
  /** Members of a page where the caller asks for none, as small as a test wants it. */
  readonly pageSize?: number;
}

/** Stands in for Microsoft Graph 1.0 on one machine, as far as it tells who is who. Paths start with `/v1.0`. */
export interface Graph {
  fetch(request: Request): Promise<Response>;
  readonly directory: Directory;
  /** Tells those who subscribed. */
  readonly tellUpdated: (kind: 'users' | 'groups', id: string) => void;
  /** Ends all links by which changes are tracked. */
  readonly expireLinks: () => void;
}

const selected = (c: Context) => c.req.query('$select')?.split(',');

const Ids = z.object({ ids: z.array(z.string()).min(1).max(1_000) });

/** Makes a directory with its front door. */
export function createGraph({ authorise, pageSize = 100, ...events }: GraphOptions): Graph {
  const directory = createDirectory();
  const subscriptions = createSubscriptions(events);
  const delta = createDelta({ directory, now: events.now, pageSize });

  const pageOf = (all: readonly DirectoryObject[], address: string, tell: typeof fieldsOf = onWire) => {
    const url = new URL(address);
    const size = Math.min(Number(url.searchParams.get('$top') ?? pageSize), 999);
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const select = url.searchParams.get('$select') ?? undefined;
    url.searchParams.set('$skiptoken', String(from + size));
    const isMore = from + size < all.length;
    return {
      value: all.slice(from, from + size).map((each) => tell(each, select?.split(','))),
      ...(isMore && { '@odata.nextLink': url.href }),
    };
  };

  const around = (id: string, list: string): readonly DirectoryObject[] => {
    if (list === 'members') return directory.membersOf(id);
    if (list === 'owners') return directory.ownersOf(id);
    if (list === 'memberOf') return directory.groupsOf(id);
    throw notThere(list);
  };

  const existing = (id: string, collection: string): DirectoryObject => {
    const found = directory.get(id);
    if (!found || found.kind !== collections[collection]) throw notThere(id);
    return found;
  };

  const app = new Hono().basePath('/v1.0');
  app.onError((error) => {
    if (!(error instanceof Refusal)) throw error;
    return Response.json({ error: { code: error.code, message: error.message } }, { status: error.status });
  });
  app.use(async (c, next) => {
    const caller = await authorise(c.req.raw);
    if (!caller) throw new Refusal(401, 'InvalidAuthenticationToken', 'Access token is empty or not valid.');
    if (!caller.may('Directory.Read.All', '/')) {
      throw new Refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
    }
    return next();
  });

  app.route('/subscriptions', subscriptions.app);

  app.post('/directoryObjects/getByIds', async (c) => {
    const body = Ids.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) throw new Refusal(400, 'Request_BadRequest', z.prettifyError(body.error));
    const found = body.data.ids.flatMap((id) => directory.get(id) ?? []);
    return c.json({ value: found.map((each) => onWire(each, selected(c))) });
  });

  app.get('/directory/deletedItems/:id', (c) => {
    const found = directory.deleted(c.req.param('id'));
    if (!found) throw notThere(c.req.param('id'));
    return c.json(onWire(found, selected(c)));
  });

  app.get('/:collection{users|groups}/delta', (c) => c.json(delta.answer(c.req.url, c.req.param('collection'))));

  app.get("/:role{directoryRoles\\(roleTemplateId='[^']+'\\)}/members", (c) => {
    const template = /'([^']+)'/.exec(c.req.param('role'))?.[1] ?? '';
    const holders = directory.holdersOf(template);
    if (!holders) throw notThere(template);
    return c.json(pageOf(holders, c.req.url));
  });

  app.get("/:application{applications\\(appId='[^']+'\\)}/owners", (c) => {
    const appId = /'([^']+)'/.exec(c.req.param('application'))?.[1] ?? '';
    if (!directory.all().some((each) => each.appId === appId)) throw notThere(appId);
    return c.json(pageOf(directory.ownersOf(appId), c.req.url));
  });

  const eligibleBy = (field: 'groupId' | 'roleDefinitionId', filter: string | undefined) => {
    const [, name, wanted] = /^(\w+) eq '([^']+)'$/.exec(filter ?? '') ?? [];
    if (name !== field) throw new Refusal(400, 'InvalidFilter', `The filter must name one ${field}.`);
    return { value: directory.eligibilities().filter((each) => each[field] === wanted) };
  };
  app.get('/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances', (c) =>
    c.json(eligibleBy('groupId', c.req.query('$filter'))),
  );
  app.get('/roleManagement/directory/roleEligibilityScheduleInstances', (c) =>
    c.json(eligibleBy('roleDefinitionId', c.req.query('$filter'))),
  );

  app.get('/:collection', (c) => {
    const kind = collections[c.req.param('collection')];
    if (!kind) throw notThere(c.req.param('collection'));
    return c.json(
      pageOf(
        directory.all().filter((each) => each.kind === kind),
        c.req.url,
      ),
    );
  });

  app.get('/:collection/:id', (c) => {
    const found = existing(c.req.param('id'), c.req.param('collection'));
    return c.json(onWire(found, selected(c)));
  });

  app.get('/:collection/:id/:list', (c) => {
    const { collection, id, list } = c.req.param();
    const { id: known, kind } = existing(id, collection);
    // A known issue of version 1.0: "List group members", "List group owners".
    const hides = kind === 'group' ? 'servicePrincipal' : undefined;
    const shown = around(known, list).filter((each) => each.kind !== hides);
    return c.json(pageOf(shown, c.req.url));
  });

  app.get('/:collection/:id/:list/:type', (c) => {
    const { collection, id, list, type } = c.req.param();
    const { id: known } = existing(id, collection);
    const ofKind = around(known, list).filter(({ kind }) => `microsoft.graph.${kind}` === type);
    return c.json(pageOf(ofKind, c.req.url, fieldsOf));
  });

  return {
    fetch: async (request) => app.fetch(request),
    directory,
    tellUpdated: (kind, id) => subscriptions.tellUpdated(kind, id),
    expireLinks: () => delta.expire(),
  };
}
