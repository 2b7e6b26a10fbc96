import { Hono } from 'hono';
import * as z from 'zod';
import type { Authorise, Caller } from '../arm/caller';
import { createFaults, type Effect, type FaultInput } from '../arm/faults';
import type { KeyLookup } from '../arm/key-lookup';
import { lostAnswer, type Wire } from '../key-vault/lost-answer';
import { isKind, keptFrom, kinds, SearchObject, shownAs, type Kind } from './search-object';

export interface SearchOptions {
  readonly authorise: Authorise;
  readonly keys: KeyLookup;
  /** Names of the services that there are. */
  readonly services: () => readonly string[];
}

/** Stands in for the data plane of Azure AI Search: `/{service}/indexes('name')`. It knows definitions, and no documents. */
export interface Search {
  /** @param wire what the Node.js server hands along; by it a fault on demand breaks the connection */
  fetch(request: Request, wire?: Wire): Promise<Response>;
  /** Lays an object into a service, unchecked. */
  put(service: string, kind: Kind, object: z.input<typeof SearchObject>): void;
  /** As the service keeps it, secrets included. */
  get(service: string, kind: Kind, name: string): SearchObject | undefined;
  /** Deletes an object, as somebody else would. */
  remove(service: string, kind: Kind, name: string): void;
  inject(fault: FaultInput): void;
}

const apiVersion = '2026-04-01';

class Refusal extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 412,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** As the list of provider operations spells them. */
const operations: Record<Kind, string> = {
  indexes: 'indexes',
  synonymmaps: 'synonymMaps',
  indexers: 'indexers',
  datasources: 'dataSources',
  skillsets: 'skillsets',
};

const mayDo = (caller: Caller, kind: Kind, verb: 'read' | 'write', service: string): void => {
  if (caller.may(`Microsoft.Search/searchServices/${operations[kind]}/${verb}`, service)) return;
  throw new Refusal(403, 'Forbidden', 'The caller may not do this with the service.');
};

/** The key must be there and enabled, and an object that has one may not be left without. */
function checkKey(keys: KeyLookup, before: SearchObject | undefined, { encryptionKey }: SearchObject): void {
  if (before && Boolean(before.encryptionKey) !== Boolean(encryptionKey)) {
    throw new Refusal(400, 'OperationNotAllowed', 'Encryption is decided when an object is made.');
  }
  if (!encryptionKey) return;
  const { keyVaultUri, keyVaultKeyName, keyVaultKeyVersion } = encryptionKey;
  const { host } = new URL(keyVaultUri);
  const state = keys.version(host, keyVaultKeyName.toLowerCase(), keyVaultKeyVersion || undefined);
  if (!state?.enabled) throw new Refusal(400, 'InvalidEncryptionKey', `The key ${keyVaultKeyName} cannot be used.`);
}

/** As the fault says, in place of what the service would have answered. */
const refused = (effect: Extract<Effect, { status: number }>): Response => {
  const { status, code, message } = effect;
  const retryAfter = 'retryAfter' in effect ? effect.retryAfter : undefined;
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return Response.json({ error: { code, message } }, { status, headers });
};

/** Makes services without objects. */
export function createSearch({ authorise, keys, services }: SearchOptions): Search {
  const objects = new Map<string, { object: SearchObject; kind: Kind; service: string }>();
  const faults = createFaults();
  let tags = 0;
  const nameOf = (service: string, kind: Kind, name: string) => [service, kind, name].join('/');
  const store = (service: string, kind: Kind, object: SearchObject): void => {
    tags += 1;
    const tagged = { ...object, '@odata.etag': `"0x${tags}"` };
    objects.set(nameOf(service, kind, object.name), { object: tagged, kind, service });
  };
  const find = (service: string, kind: Kind, name: string) => objects.get(nameOf(service, kind, name))?.object;

  const app = new Hono<{ Bindings: Wire }>();
  app.onError((error) => {
    if (!(error instanceof Refusal)) throw error;
    return Response.json({ error: { code: error.code, message: error.message } }, { status: error.status });
  });
  app.use(async (c, next) => {
    const effect = faults.take({ path: c.req.path, method: c.req.method });
    if (!effect) return next();
    if (effect.kind === 'hang') return new Promise<never>(() => undefined);
    if (effect.kind === 'answer' || (effect.kind === 'fail' && !effect.applied)) return refused(effect);
    await next();
    c.res = effect.kind === 'fail' ? refused(effect) : lostAnswer(c.env);
    return undefined;
  });

  const admitted = async (request: Request, service: string, kind: string): Promise<{ caller: Caller; kind: Kind }> => {
    const caller = await authorise(request);
    if (!caller) throw new Refusal(401, 'Unauthorized', 'A bearer token is needed.');
    if (!services().includes(service)) throw new Refusal(404, 'NotFound', `There is no service ${service}.`);
    if (new URL(request.url).searchParams.get('api-version') !== apiVersion) {
      throw new Refusal(400, 'InvalidApiVersion', `The api-version must be ${apiVersion}.`);
    }
    if (!isKind(kind)) throw new Refusal(404, 'NotFound', `There are no ${kind}.`);
    return { caller, kind };
  };

  app.get('/:service/:collection{[a-z]+}', async (c) => {
    const { service, collection } = c.req.param();
    const { caller, kind } = await admitted(c.req.raw, service, collection);
    mayDo(caller, kind, 'read', service);
    const own = [...objects.values()].filter((each) => each.service === service && each.kind === kind);
    return c.json({ '@odata.context': `$metadata#${kind}`, value: own.map(({ object }) => shownAs(kind, object)) });
  });

  const member = "/:service/:member{[a-z]+\\('[^']+'\\)}";
  const memberIn = (text: string): [string, string] => {
    const [, collection = '', name = ''] = /^([a-z]+)\('([^']+)'\)$/.exec(text) ?? [];
    return [collection, decodeURIComponent(name)];
  };

  app.get(member, async (c) => {
    const { service } = c.req.param();
    const [collection, name] = memberIn(c.req.param('member'));
    const { caller, kind } = await admitted(c.req.raw, service, collection);
    mayDo(caller, kind, 'read', service);
    const object = find(service, kind, name);
    if (!object) throw new Refusal(404, 'ResourceNotFound', `There is no ${name} among the ${kind}.`);
    return c.json({ '@odata.context': `$metadata#${kind}/$entity`, ...shownAs(kind, object) });
  });

  app.put(member, async (c) => {
    const { service } = c.req.param();
    const [collection, name] = memberIn(c.req.param('member'));
    const { caller, kind } = await admitted(c.req.raw, service, collection);
    mayDo(caller, kind, 'write', service);
    const body = kinds[kind].safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) throw new Refusal(400, 'InvalidRequest', z.prettifyError(body.error));
    if (body.data.name !== name) throw new Refusal(400, 'InvalidName', 'The name differs from that in the address.');
    const before = find(service, kind, name);
    const ifMatch = c.req.header('if-match');
    if (ifMatch !== undefined && ifMatch !== before?.['@odata.etag']) {
      throw new Refusal(412, 'ConditionNotMet', 'The object has changed.');
    }
    checkKey(keys, before, body.data);
    store(service, kind, keptFrom(kind, before, body.data));
    return new Response(null, { status: before ? 204 : 201 });
  });

  return {
    fetch: async (request, wire = {}) => app.fetch(request, wire),
    put: (service, kind, object) => store(service, kind, SearchObject.parse(object)),
    get: find,
    remove: (service, kind, name) => void objects.delete(nameOf(service, kind, name)),
    inject: (fault) => faults.inject(fault),
  };
}
