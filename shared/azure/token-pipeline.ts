import {
  bearerTokenAuthenticationPolicy,
  createPipelineFromOptions,
  type Pipeline,
  type PipelineOptions,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';

/**
 * Sends requests with a token for one service, and follows no redirects, so that the token stays where it belongs. Retries as the
 * library does if not told otherwise.
 */
export const tokenPipeline = (
  { credential, scope }: { credential: TokenCredential; scope: string },
  options: Pick<PipelineOptions, 'retryOptions'> = {},
): Pipeline => {
  const pipeline = createPipelineFromOptions({ ...options, redirectOptions: { maxRetries: 0 } });
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }));
  return pipeline;
};

/** Where the caller has retries of his own, or wants none. */
export const withoutRetries = { retryOptions: { maxRetries: 0 } };
