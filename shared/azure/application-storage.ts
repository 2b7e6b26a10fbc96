import { TableClient, TableServiceClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { isLoopback } from './clouds';

/** Makes what is asked for once, by its URL: a client for a million calls. */
const kept = <T>(make: (url: string) => T): ((url: string) => T) => {
  const made = new Map<string, T>();
  return (url) => {
    const known = made.get(url) ?? make(url);
    made.set(url, known);
    return known;
  };
};

/** What follows the service's URL, if the URL is one of that service's. */
const within = (service: string, url: string): string | undefined => {
  const base = `${service.replace(/\/$/, '')}/`;
  return url.startsWith(base) ? url.slice(base.length) : undefined;
};

/**
 * Clients for containers and tables of applications, by their URLs. What lies in our own account is reached by its connection
 * string, where there is one: tokens do not travel over plain http.
 */
export const applicationStorage = (connectionString: string | undefined, credential: TokenCredential) => ({
  containerAt: kept(async (url) => {
    const { BlobServiceClient, ContainerClient } = await import('@azure/storage-blob');
    const own = connectionString === undefined ? undefined : BlobServiceClient.fromConnectionString(connectionString);
    const name = own && within(own.url, url);
    return own && name ? own.getContainerClient(name) : new ContainerClient(url, credential);
  }),
  tableAt: kept((url) => {
    const slash = url.lastIndexOf('/');
    const service = url.slice(0, slash);
    const name = url.slice(slash + 1);
    const insecure = { allowInsecureConnection: isLoopback(url) };
    if (connectionString === undefined) return new TableClient(service, name, credential);
    const own = TableServiceClient.fromConnectionString(connectionString, insecure);
    return within(own.url, url) === undefined
      ? new TableClient(service, name, credential)
      : TableClient.fromConnectionString(connectionString, name, insecure);
  }),
});
