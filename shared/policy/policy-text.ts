import { readFile } from 'node:fs/promises';
import type { TokenCredential } from '@azure/identity';
import { PolicyUnreadable } from './policy-errors';

/**
 * Fetches policy.yaml from a file or from the URL of a blob, which the credential may read.
 * @throws {PolicyUnreadable}
 */
export const policyText = (location: string, credential: TokenCredential) => async (): Promise<string> => {
  try {
    if (!/^https:/i.test(location)) return await readFile(location, 'utf8');
    const { BlobClient } = await import('@azure/storage-blob');
    return (await new BlobClient(location, credential).downloadToBuffer()).toString('utf8');
  } catch (cause) {
    throw new PolicyUnreadable(location, { cause });
  }
};
