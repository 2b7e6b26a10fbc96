import type { TokenCredential } from '@azure/identity';
import type { HttpClient, HttpMethods, PipelineResponse } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { armDraw } from '../pacing/arm-draws';
import { type Budget, unlimited } from '../pacing/budget';
import { callPacing } from '../pacing/call-pacing';
import type { Arm, Operation, Written } from './arm';
import { ArmConflict, armErrorFor, ArmNotFound, ArmRefused, ArmRejected } from './arm-errors';
import { azureRest, parsed, waiting } from './rest';

/** Resource Graph, https://learn.microsoft.com/rest/api/azureresourcegraph. */
const graphPath = '/providers/Microsoft.ResourceGraph/resources';
const graphVersion = '2022-10-01';

const anAssignment = /\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i;

const Status = z.object({
  status: z.string(),
  error: z.object({ code: z.string().optional(), message: z.string().optional() }).nullish(),
});
const Page = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });
const GraphPage = z.object({
  data: z.array(z.unknown()),
  $skipToken: z.string().optional(),
  resultTruncated: z.string().optional(),
});

/** Azure-AsyncOperation wins over Location; Location of a 201 is the resource itself. */
const writtenBy = (response: PipelineResponse): Written => {
  const location = response.status === 202 ? response.headers.get('location') : undefined;
  const operation = response.headers.get('azure-asyncoperation') ?? location;
  return { ...(operation && { operation }), ...waiting(response) };
};

/**
 * Azure Resource Manager over its REST API. `endpoint` is the cloud's resource manager, `scope` its token scope. Follows no
 * redirects and no links to other hosts, so that the token stays where it belongs. Every call takes its turn by the budget;
 * `principal` names the identity for whom Azure counts, `scale` an emulator's rates as a multiple of the documented ones.
 */
export const armClient = (options: {
  endpoint: string;
  scope: string;
  credential: TokenCredential;
  httpClient?: HttpClient;
  budget?: Budget;
  principal?: string;
  scale?: number;
}): Arm => {
  const { endpoint, budget = unlimited, principal = 'app', scale = 1, ...access } = options;
  const drawOf = (method: string, { pathname }: URL) => armDraw(method, pathname, { principal, scale });
  const call = azureRest({ ...access, pacing: callPacing(budget, drawOf) });
  const { origin } = new URL(endpoint);

  const send = async (method: HttpMethods, url: URL, body?: unknown, etag?: string): Promise<PipelineResponse> => {
    if (url.origin !== origin) {
      const detail = `it pointed to ${url.host}, which is not the resource manager.`;
      throw new ArmRejected({ method, scope: url.pathname, status: 400, armCode: 'ForeignLink', detail });
    }
    return call({ method, url: url.href, body, etag, about: { scope: url.pathname } });
  };

  const urlOf = (path: string, apiVersion: string): URL => {
    const url = new URL(path, origin);
    url.searchParams.set('api-version', apiVersion);
    return url;
  };

  const isMissing = async (url: URL): Promise<boolean> => {
    try {
      await send('GET', url);
      return false;
    } catch (error) {
      if (error instanceof ArmNotFound || error instanceof ArmRefused) return error instanceof ArmNotFound;
      throw error;
    }
  };

  const read = async <T>(response: Promise<PipelineResponse>, shape: z.ZodType<T>): Promise<T> =>
    shape.parse(parsed((await response).bodyAsText));

  return {
    get: (path, apiVersion, shape) => read(send('GET', urlOf(path, apiVersion)), shape),

    async list<T>(path: string, apiVersion: string, shape: z.ZodType<T>) {
      const found: T[] = [];
      for (let next: URL | undefined = urlOf(path, apiVersion); next;) {
        const page: z.infer<typeof Page> = await read(send('GET', next), Page);
        found.push(...z.array(shape).parse(page.value));
        next = page.nextLink ? new URL(page.nextLink, origin) : undefined;
      }
      return found;
    },

    patch: async (path, apiVersion, body) => writtenBy(await send('PATCH', urlOf(path, apiVersion), body)),
    put: async (path, apiVersion, body, etag) => writtenBy(await send('PUT', urlOf(path, apiVersion), body, etag)),
    post: async (path, apiVersion, body) => writtenBy(await send('POST', urlOf(path, apiVersion), body)),

    async revoke(assignment) {
      if (!anAssignment.test(assignment)) throw new Error(`Expected the id of a role assignment, found ${assignment}.`);
      const url = urlOf(assignment, '2022-04-01');
      try {
        await send('DELETE', url);
      } catch (error) {
        // A condition that asks about the assignment cannot hold for one that is gone: whether Azure then refuses is not known.
        const isGone = error instanceof ArmNotFound || (error instanceof ArmRefused && (await isMissing(url)));
        if (!isGone) throw error;
      }
    },

    async poll(operation): Promise<Operation> {
      try {
        const response = await send('GET', new URL(operation, origin));
        return { ...operationIn(response), ...waiting(response) };
      } catch (error) {
        if (error instanceof ArmNotFound || error instanceof ArmRefused) return { state: 'unknown' };
        if (error instanceof ArmRejected || error instanceof ArmConflict) {
          return { state: 'failed', because: error.message, code: error.armCode };
        }
        throw error;
      }
    },

    async resourceGraph<T>(query: string, subscriptions: readonly string[], row: z.ZodType<T>) {
      const rows: T[] = [];
      let $skipToken: string | undefined;
      do {
        const body = { subscriptions, query, options: { resultFormat: 'objectArray', $top: 1_000, $skipToken } };
        const page: z.infer<typeof GraphPage> = await read(
          send('POST', urlOf(graphPath, graphVersion), body),
          GraphPage,
        );
        rows.push(...z.array(row).parse(page.data));
        $skipToken = page.$skipToken;
        if (!$skipToken && page.resultTruncated === 'true') {
          const detail = `only ${rows.length} rows came.`;
          throw armErrorFor({ method: 'POST', scope: graphPath, status: 500, armCode: 'ResultTruncated', detail });
        }
      } while ($skipToken);
      return rows;
    },
  };
};

/** `Azure-AsyncOperation` tells by `status`, `Location` by 202 until it is over. */
const operationIn = (response: PipelineResponse): Operation => {
  const { data } = Status.safeParse(parsed(response.bodyAsText));
  if (!data) return { state: response.status === 202 ? 'running' : 'succeeded' };
  if (data.status === 'Succeeded') return { state: 'succeeded' };
  if (!['Failed', 'Canceled', 'Cancelled'].includes(data.status)) return { state: 'running' };
  const { code, message } = data.error ?? {};
  return { state: 'failed', because: message ?? `the operation ended as ${data.status}`, ...(code && { code }) };
};
