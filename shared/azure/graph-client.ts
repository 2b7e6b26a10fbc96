import type { TokenCredential } from '@azure/identity';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { jsonClient, type JsonClient } from './json-client';

/** What Rewrap reads of the directory, as an application permission of Microsoft Graph. */
export const graphRight = 'Directory.Read.All';

/** Microsoft Graph, version 1.0. Paths start after the version. */
export type Graph = JsonClient;

export const graphClient = ({
  endpoint,
  resource,
  ...how
}: {
  endpoint: string;
  resource: string;
  credential: TokenCredential;
  httpClient?: HttpClient;
}): Graph =>
  jsonClient({
    by: 'Microsoft Graph',
    right: `${graphRight} (an application permission of Microsoft Graph)`,
    endpoint: `${endpoint}/v1.0`,
    scope: `${resource}/.default`,
    ...how,
  });
