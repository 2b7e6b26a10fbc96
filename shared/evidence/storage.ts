import { isRestError } from '@azure/core-rest-pipeline';
import { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import type * as z from 'zod';
import { once } from '../once';
import { blobsOf, type Blobs } from './blobs';
import { rowsOf, type Rows } from './rows';

/** Which storage account, and by what right. `suffix` is the cloud's, such as `core.windows.net`. */
export type StorageAccount =
  | { readonly connectionString: string }
  | { readonly accountName: string; readonly suffix: string; readonly credential: TokenCredential };

/** Tables and containers by their short names; each is created when it is first needed. */
export interface Storage {
  table<T>(name: string, schema: z.ZodType<T>): Rows<T>;
  container(name: string): Blobs;
}

/** An identity with rights in one container only may not make it; then the template has, or the next call tells. */
const unlessForbidden = (error: unknown): void => {
  if (!(isRestError(error) && error.statusCode === 403)) throw error;
};

const retryOptions = { maxRetries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 5_000 };

const clientsOf = (account: StorageAccount) => {
  if ('connectionString' in account) {
    const { connectionString } = account;
    // The SDK refuses plain http unless told; only the emulator on this machine speaks it.
    const allowInsecureConnection = /=http:\/\/(127\.0\.0\.1|localhost)[:/]|UseDevelopmentStorage=true/.test(
      connectionString,
    );
    return {
      blobs: once(async () => {
        const { BlobServiceClient } = await import('@azure/storage-blob');
        return BlobServiceClient.fromConnectionString(connectionString, blobOptions);
      }),
      table: (name: string) =>
        TableClient.fromConnectionString(connectionString, name, { retryOptions, allowInsecureConnection }),
    };
  }
  const { accountName, suffix, credential } = account;
  return {
    blobs: once(async () => {
      const { BlobServiceClient } = await import('@azure/storage-blob');
      return new BlobServiceClient(`https://${accountName}.blob.${suffix}`, credential, blobOptions);
    }),
    table: (name: string) =>
      new TableClient(`https://${accountName}.table.${suffix}`, name, credential, { retryOptions }),
  };
};

const blobOptions = {
  retryOptions: { maxTries: 4, tryTimeoutInMs: 30_000, retryDelayInMs: 500, maxRetryDelayInMs: 5_000 },
};

/**
 * Opens the account without touching it. `prefix` (letters and digits, a letter first) starts the name of every table
 * and container, so that several installations can share an account.
 */
export const openStorage = (account: StorageAccount, prefix = 'rewrap'): Storage => {
  const clients = clientsOf(account);
  return {
    table(name, schema) {
      return rowsOf(
        once(async () => {
          const client = clients.table(`${prefix}${name}`);
          await client.createTable();
          return client;
        }),
        schema,
      );
    },
    container(name) {
      return blobsOf(
        once(async () => {
          const client = (await clients.blobs()).getContainerClient(`${prefix}-${name}`);
          await client.createIfNotExists().catch(unlessForbidden);
          return client;
        }),
      );
    },
  };
};
