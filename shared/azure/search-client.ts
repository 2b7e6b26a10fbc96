import type { TokenCredential } from '@azure/identity';
import type { HttpClient, HttpMethods } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { type Budget, unlimited } from '../pacing/budget';
import { callPacing } from '../pacing/call-pacing';
import { searchDraw } from '../pacing/search-draws';
import { ArmRejected } from './arm-errors';
import { azureRest, parsed } from './rest';
import { SearchObject, type SearchKind, type SearchServices } from './search';

/** As of npm @azure/search-documents 13: an older version would not show, and then lose, what newer ones know. */
const apiVersion = '2026-04-01';

const by = 'Azure AI Search';

/** A service's name is part of a host name: nothing else may get there. */
const ServiceName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$/);

const Page = z.object({ value: z.array(SearchObject), '@odata.nextLink': z.string().nullish() });

/** As the list of Azure's provider operations spells them: data sources and synonym maps are in camel case there. */
const operationsOf: Record<SearchKind, string> = {
  indexes: 'indexes',
  synonymmaps: 'synonymMaps',
  indexers: 'indexers',
  datasources: 'dataSources',
  skillsets: 'skillsets',
};

/** The right for a kind of objects, in a role at the search service. */
export const searchRight = (kind: SearchKind, verb: 'read' | 'write'): string =>
  `Microsoft.Search/searchServices/${operationsOf[kind]}/${verb}`;

/** Type of an object, as ARM would call it. */
export const searchType = (kind: SearchKind): string => `Microsoft.Search/searchServices/${operationsOf[kind]}`;

interface Sent {
  readonly method: HttpMethods;
  readonly kind: SearchKind;
  readonly body?: unknown;
  readonly etag?: string | undefined;
}

/** Azure AI Search over its REST API. `{service}` in the endpoint stands for a service's name; links to elsewhere are not followed. Every call takes its turn by the budget. */
export const searchClient = (options: {
  endpoint: string;
  scope: string;
  credential: TokenCredential;
  httpClient?: HttpClient;
  budget?: Budget;
}): SearchServices => {
  const { endpoint, budget = unlimited, ...access } = options;
  const call = azureRest({ ...access, pacing: callPacing(budget, searchDraw, by) });

  const urlOf = (service: string, path: string): URL => {
    const base = endpoint.replaceAll('{service}', ServiceName.parse(service)).replace(/\/$/, '');
    const url = new URL(`${base}/${path}`);
    url.searchParams.set('api-version', apiVersion);
    return url;
  };

  const send = async (url: URL, { method, kind, body, etag }: Sent): Promise<unknown> => {
    const right = searchRight(kind, method === 'GET' ? 'read' : 'write');
    const about = { scope: `${url.host}${url.pathname}`, right, by };
    const { bodyAsText } = await call({ method, url: url.href, body, etag, about });
    return parsed(bodyAsText);
  };

  const pathOf = (kind: SearchKind, name: string): string => `${kind}('${encodeURIComponent(name)}')`;

  return {
    async list(service, kind) {
      const found: SearchObject[] = [];
      const first = urlOf(service, kind);
      for (let next: URL | undefined = first; next;) {
        const page: z.infer<typeof Page> = Page.parse(await send(next, { method: 'GET', kind }));
        found.push(...page.value);
        const link = page['@odata.nextLink'];
        next = link ? new URL(link, first) : undefined;
        if (next && next.origin !== first.origin) {
          const detail = `it pointed to ${next.host}, which is another service.`;
          throw new ArmRejected({
            method: 'GET',
            scope: first.host,
            status: 400,
            armCode: 'ForeignLink',
            detail,
            by,
          });
        }
      }
      return found;
    },

    get: async ({ service, kind, name }) =>
      SearchObject.parse(await send(urlOf(service, pathOf(kind, name)), { method: 'GET', kind })),

    async put({ service, kind, name }, object, etag) {
      await send(urlOf(service, pathOf(kind, name)), { method: 'PUT', kind, body: object, etag });
    },
  };
};
