import type { TokenCredential } from '@azure/identity';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  retryPolicy,
  type HttpClient,
  type HttpMethods,
  type PipelinePolicy,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { armErrorFor } from './arm-errors';
import { retryAfter, shortRetries } from './short-retries';
import { tokenPipeline, withoutRetries } from './token-pipeline';

const callTimeoutMs = 30_000;

const Fault = z.object({
  error: z.object({ code: z.string().default('unknown'), message: z.string().default('') }),
});

/** What JSON says; `null` for text that is none. */
export const parsed = (text: string | null | undefined): unknown => {
  try {
    return JSON.parse(text || 'null');
  } catch {
    return null;
  }
};

export const waiting = (response: PipelineResponse): { retryAfterSeconds?: number } => {
  const retryAfterSeconds = retryAfter(response);
  return retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
};

interface Call {
  readonly method: HttpMethods;
  readonly url: string;
  readonly body?: unknown;
  /** Of what the body replaces. */
  readonly etag?: string | undefined;
  /** What an error says of the call: where it went, and, where it is not Azure Resource Manager, who answered and what right it takes. */
  readonly about: { readonly scope: string; readonly right?: string; readonly by?: string };
}

/**
 * Calls a service of Azure that speaks JSON, with our token, short retries and no redirects, so that the token stays where it
 * belongs. `pacing` sees every attempt. Answers below 300 are answered as they are.
 * @throws the error of `arm-errors.ts` that fits any other answer
 */
export const azureRest = (options: {
  scope: string;
  credential: TokenCredential;
  httpClient?: HttpClient | undefined;
  pacing?: PipelinePolicy;
}): ((call: Call) => Promise<PipelineResponse>) => {
  const { scope, credential, httpClient = createDefaultHttpClient(), pacing } = options;
  const pipeline = tokenPipeline({ credential, scope }, withoutRetries);
  pipeline.addPolicy(retryPolicy(shortRetries.strategies, shortRetries.options), { phase: 'Retry' });
  if (pacing) pipeline.addPolicy(pacing, { afterPhase: 'Retry' });

  return async ({ method, url, body, etag, about }) => {
    const headers = createHttpHeaders({
      accept: 'application/json',
      'content-type': 'application/json',
      ...(etag && { 'if-match': etag }),
    });
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const request = createPipelineRequest({ url, method, headers, timeout: callTimeoutMs, ...content });
    const response = await pipeline.sendRequest(httpClient, request);
    const { status, bodyAsText } = response;
    if (status < 300) return response;
    const { code, message } = Fault.safeParse(parsed(bodyAsText)).data?.error ?? { code: 'unknown', message: '' };
    throw armErrorFor({ ...about, method, status, armCode: code, detail: message, ...waiting(response) });
  };
};
