import type { TokenCredential } from '@azure/identity';
import type { HttpClient, HttpMethods } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { ArmRejected, ArmTrouble } from './arm-errors';
import { azureRest, parsed } from './rest';

/** The two spellings of "there is more". */
const Page = z.object({
  value: z.array(z.unknown()),
  nextLink: z.string().nullish(),
  '@odata.nextLink': z.string().nullish(),
  '@odata.deltaLink': z.string().nullish(),
});

/** What changed, and where to ask for what changes from then on. */
export interface Changes<T> {
  readonly told: readonly T[];
  readonly link: string;
}

/** A service that speaks JSON and pages its lists. Errors are those of `Arm`, said by that service. */
export interface JsonClient {
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  /** Every page. A link to another host is an error. */
  list<T>(path: string, shape: z.ZodType<T>): Promise<readonly T[]>;
  /** Every page of what changed, since a link of an earlier answer where that is given. */
  changes<T>(pathOrLink: string, shape: z.ZodType<T>): Promise<Changes<T>>;
  post<T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<T>;
  patch<T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<T>;
}

/** Whom a client speaks to. `right` is what a refusal asks to be granted. */
export interface JsonDoor {
  readonly by: string;
  readonly right: string;
  readonly endpoint: string;
  readonly scope: string;
  readonly credential: TokenCredential;
  readonly httpClient?: HttpClient;
}

/** Paths are taken as they are, after the endpoint. Links to elsewhere are not followed, so that the token stays where it belongs. */
export const jsonClient = (door: JsonDoor): JsonClient => {
  const { by, right } = door;
  const call = azureRest(door);
  const endpoint = door.endpoint.replace(/\/$/, '');

  const send = async (method: HttpMethods, address: string, body?: unknown): Promise<unknown> => {
    const { host, pathname, origin } = new URL(address);
    const at = `${host}${pathname}`;
    if (origin !== new URL(endpoint).origin) {
      const detail = `it pointed to ${host}, which is another service.`;
      throw new ArmRejected({ method, scope: at, status: 400, armCode: 'ForeignLink', detail, by });
    }
    const { bodyAsText } = await call({ method, url: address, body, about: { scope: at, right, by } });
    return parsed(bodyAsText);
  };

  const asked = async <T>(shape: z.ZodType<T>, ...call: Parameters<typeof send>): Promise<T> =>
    shape.parse(await send(...call));

  /** All pages, and where the last one says that changes are told. */
  const walk = async <T>(pathOrLink: string, shape: z.ZodType<T>) => {
    const found: T[] = [];
    for (let next = pathOrLink.startsWith('/') ? `${endpoint}${pathOrLink}` : pathOrLink; ;) {
      const page = await asked(Page, 'GET', next);
      found.push(...z.array(shape).parse(page.value));
      const link = page.nextLink ?? page['@odata.nextLink'];
      if (!link) return { found, link: page['@odata.deltaLink'] };
      next = new URL(link, endpoint).href;
    }
  };

  return {
    get: (path, shape) => asked(shape, 'GET', `${endpoint}${path}`),
    post: (path, body, shape) => asked(shape, 'POST', `${endpoint}${path}`, body),
    patch: (path, body, shape) => asked(shape, 'PATCH', `${endpoint}${path}`, body),
    list: async (path, shape) => (await walk(path, shape)).found,
    async changes(pathOrLink, shape) {
      const { found: told, link } = await walk(pathOrLink, shape);
      if (link) return { told, link };
      const detail = 'it did not say where changes are told from now on.';
      throw new ArmTrouble({ method: 'GET', scope: pathOrLink, status: 200, armCode: 'NoDeltaLink', detail, by });
    },
  };
};
