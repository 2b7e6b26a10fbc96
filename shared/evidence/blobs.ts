import { text } from 'node:stream/consumers';
import { isRestError } from '@azure/core-rest-pipeline';
import type { ContainerClient } from '@azure/storage-blob';

/** Blobs that are written once and never changed. */
export interface Blobs {
  /** False when a blob of that name was there already; it stays as it is. */
  keep(name: string, content: Uint8Array | string): Promise<boolean>;
  read(name: string): Promise<string | undefined>;
  has(name: string): Promise<boolean>;
  /** Some names: the first ones, at most that many. */
  some(most: number): Promise<readonly string[]>;
}

const isStatus = (error: unknown, ...statuses: number[]) =>
  isRestError(error) && statuses.includes(error.statusCode ?? 0);

/** Blobs of a container that `open` creates when it is first needed. */
export const blobsOf = (open: () => Promise<ContainerClient>): Blobs => {
  const blob = async (name: string) => (await open()).getBlockBlobClient(name);
  return {
    async keep(name, content) {
      const target = await blob(name);
      const bytes = Buffer.from(content);
      try {
        await target.upload(bytes, bytes.length, { conditions: { ifNoneMatch: '*' } });
        return true;
      } catch (error) {
        if (isStatus(error, 409, 412)) return false;
        throw error;
      }
    },
    async read(name) {
      const source = await blob(name);
      try {
        // In one call; downloadToBuffer asks for the length first.
        const { readableStreamBody } = await source.download();
        return readableStreamBody ? await text(readableStreamBody) : '';
      } catch (error) {
        if (isStatus(error, 404)) return undefined;
        throw error;
      }
    },
    async has(name) {
      return (await blob(name)).exists();
    },
    async some(most) {
      const pages = (await open()).listBlobsFlat().byPage({ maxPageSize: most });
      for await (const { segment } of pages) return segment.blobItems.map(({ name }) => name);
      return [];
    },
  };
};
