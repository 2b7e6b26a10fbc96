import type { PipelineResponse, RetryStrategy } from '@azure/core-rest-pipeline';
import { retryAfterIn } from './retry-after';

/** Longer waits belong to a durable timer, not to a call that somebody pays for. */
const longestWaitSeconds = 5;

export const retryAfter = ({ headers }: PipelineResponse): number | undefined =>
  retryAfterIn(headers.get('retry-after'));

/** A service asks for a moment's patience. */
const shortWaits: RetryStrategy = {
  name: 'shortWaits',
  retry({ response }) {
    const throttled = response && [429, 503].includes(response.status);
    const seconds = throttled ? (retryAfter(response) ?? 1) : Infinity;
    return seconds <= longestWaitSeconds ? { retryAfterInMs: seconds * 1_000 } : { skipStrategy: true };
  },
};

/** Queries of Resource Graph are reads, though they are posted. */
const query = /\/providers\/microsoft\.resourcegraph\//i;

/** As Node.js names them: mostly a connection that was kept, and that the other side gave up at that moment. */
const brokenConnections: readonly (string | undefined)[] = ['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ETIMEDOUT'];

/** What only reads may be asked again when the connection breaks. After a write nobody knows what was done: the next look tells. */
const brokenReads: RetryStrategy = {
  name: 'brokenReads',
  retry({ responseError, retryCount }) {
    const { code, request } = responseError ?? {};
    const reads = request?.method === 'GET' || query.test(request?.url ?? '');
    return reads && brokenConnections.includes(code)
      ? { retryAfterInMs: 100 * 4 ** retryCount }
      : { skipStrategy: true };
  },
};

/** For a client's own retry policy, in place of the library's, which waits for as long as a service asks. */
export const shortRetries = { strategies: [shortWaits, brokenReads], options: { maxRetries: 3 } };
