import type { TokenCredential } from '@azure/identity';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
} from '@azure/core-rest-pipeline';
import { tokenPipeline } from './token-pipeline';

/**
 * About how many messages lie in a queue of that account; none in one that is not there. One call of the REST API of Azure Storage
 * ("Get Queue Metadata", which a token opens from version 2017-11-09 on) does not ask for a library of its own.
 */
export const queueLength = (account: {
  accountName: string;
  suffix: string;
  credential: TokenCredential;
  httpClient?: HttpClient;
}): ((queue: string) => Promise<number>) => {
  const { accountName, suffix, credential, httpClient = createDefaultHttpClient() } = account;
  const pipeline = tokenPipeline({ credential, scope: 'https://storage.azure.com/.default' });
  return async (queue) => {
    const url = `https://${accountName}.queue.${suffix}/${queue}?comp=metadata`;
    const headers = createHttpHeaders({ 'x-ms-version': '2021-12-02' });
    const response = await pipeline.sendRequest(httpClient, createPipelineRequest({ url, headers, timeout: 15_000 }));
    if (response.status === 404) return 0;
    if (response.status !== 200) {
      const reason = response.headers.get('x-ms-error-code') ?? 'no reason given';
      throw new Error(
        `${accountName} answered ${response.status} (${reason}) when it was asked for the queue ${queue}`,
      );
    }
    return Number(response.headers.get('x-ms-approximate-messages-count') ?? 0);
  };
};
