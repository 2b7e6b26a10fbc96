import type { TokenCredential } from '@azure/identity';
import type { HttpClient, HttpMethods } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { ArmRejected } from './arm-errors';
import { azureRest, parsed } from './rest';

/** The two spellings of "there is more". */
const Page = z.object({
  value: z.array(z.unknown()),
  nextLink: z.string().nullish(),
  '@odata.nextLink': z.string().nullish(),
});

/** A service that speaks JSON and pages its lists. Errors are those of `Arm`, said by that service. */
export interface JsonClient {
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  /** Every page. A link to another host is an error. */
  list<T>(path: string, shape: z.ZodType<T>): Promise<readonly T[]>;
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

  return {
    get: (path, shape) => asked(shape, 'GET', `${endpoint}${path}`),
    post: (path, body, shape) => asked(shape, 'POST', `${endpoint}${path}`, body),
    patch: (path, body, shape) => asked(shape, 'PATCH', `${endpoint}${path}`, body),
    async list<T>(path: string, shape: z.ZodType<T>) {
      const found: T[] = [];
      for (let next: string | undefined = `${endpoint}${path}`; next;) {
        const page: z.infer<typeof Page> = await asked(Page, 'GET', next);
        found.push(...z.array(shape).parse(page.value));
        const link: string | null | undefined = page.nextLink ?? page['@odata.nextLink'];
        next = link ? new URL(link, endpoint).href : undefined;
      }
      return found;
    },
  };
};
