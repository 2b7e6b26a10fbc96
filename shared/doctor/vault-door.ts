import type { TokenCredential } from '@azure/identity';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type Pipeline,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { parsed } from '../azure/rest';
import { tokenPipeline, withoutRetries } from '../azure/token-pipeline';
import { type Cloud, isLoopback, vaultKindOf } from '../azure/clouds';
import { VaultOutsideCloud } from '../keys/key-errors';
import type { Duty } from '../keys/key-rights';

const apiVersion = '7.6';
const timeLimit = 15_000;

/** A call as the doctor makes it: with the identity of that duty, to a path of that vault. */
export interface VaultCall {
  readonly vault: string;
  readonly duty: Duty;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body?: object;
}

export interface VaultAnswer {
  readonly status: number;
  /** Innermost code of a refusal. */
  readonly reason: string;
  readonly body: unknown;
  /** By the vault's clock. */
  readonly date?: Date;
}

/** Answers whatever the vault answers; rejects where it gives no answer. */
export type AskVault = (call: VaultCall) => Promise<VaultAnswer>;

const Fault = z.object({
  error: z.object({ code: z.string(), innererror: z.object({ code: z.string() }).optional() }),
});

const reasonIn = (body: unknown): string => {
  const { data } = Fault.safeParse(body);
  return data?.error.innererror?.code ?? data?.error.code ?? '';
};

const dateIn = (text: string | undefined): { date?: Date } => {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? {} : { date: new Date(time) };
};

/**
 * The bare door of vaults and Managed HSMs, for one who wants to see refusals. The clients of @azure/keyvault-keys make errors of
 * them, and check requests that the doctor means to have refused. Retries and follows nothing.
 */
export const vaultDoor = (given: {
  cloud: Cloud;
  credentialOf: (duty: Duty) => TokenCredential;
  httpClient?: HttpClient;
}): AskVault => {
  const { cloud, credentialOf, httpClient = createDefaultHttpClient() } = given;
  const pipelines = new Map<string, Pipeline>();

  const { vault: ofVaults, managedHsm: ofHsms } = cloud.resources;

  const pipelineFor = (duty: Duty, resource: string): Pipeline => {
    const known = pipelines.get(`${resource} ${duty}`);
    if (known) return known;
    const pipeline = tokenPipeline({ credential: credentialOf(duty), scope: `${resource}/.default` }, withoutRetries);
    pipelines.set(`${resource} ${duty}`, pipeline);
    return pipeline;
  };

  const named = new Map<string, string>();

  /** Whose tokens a door on this machine takes, by what it says to a caller without one: no name tells it there. */
  const namedBy = async (vault: string): Promise<string> => {
    const known = named.get(vault);
    if (known !== undefined) return known;
    const url = new URL(`/keys?api-version=${apiVersion}`, vault).href;
    const { headers } = await httpClient.sendRequest(createPipelineRequest({ url, timeout: timeLimit }));
    const [, resource = ofVaults] = /resource="([^"]+)"/.exec(headers.get('www-authenticate') ?? '') ?? [];
    named.set(vault, resource);
    return resource;
  };

  /** Only a vault of this machine may choose: elsewhere a token is for the service that the name tells. */
  const resourceOf = async (vault: string): Promise<string> => {
    const kind = vaultKindOf(cloud, vault);
    if (!kind) throw new VaultOutsideCloud(vault, cloud.name);
    if (cloud.name === 'local' && isLoopback(vault)) return namedBy(vault);
    return kind === 'vault' ? ofVaults : ofHsms;
  };

  const send = async ({ vault, duty }: VaultCall, request: PipelineRequest): Promise<PipelineResponse> =>
    pipelineFor(duty, await resourceOf(vault)).sendRequest(httpClient, request);

  return async (call) => {
    const url = new URL(call.path, call.vault);
    url.searchParams.set('api-version', apiVersion);
    const request = createPipelineRequest({
      url: url.href,
      method: call.method,
      headers: createHttpHeaders({ accept: 'application/json', 'content-type': 'application/json' }),
      timeout: timeLimit,
      ...(call.body && { body: JSON.stringify(call.body) }),
    });
    const { status, headers, bodyAsText } = await send(call, request);
    const body = parsed(bodyAsText);
    return { status, reason: reasonIn(body), body, ...dateIn(headers.get('date')) };
  };
};
