import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { call } from './call';
import type { TestEstate } from './estate';
import type { Writings } from './secrets';

/** Holds what the emulators are told, secrets included; nobody else reads it. */
const toldSecrets = 'emulators.json';

/** Key backups are opaque, and theirs is the only place for them. */
const backups = 'rewrap-backups';

/**
 * All that the processes of the estate have written: logs, journal and notes in the run's folder, every table, every blob
 * with its metadata, and what the alert sinks have received.
 */
export async function everythingWritten({ estate, folder }: TestEstate): Promise<Writings> {
  const inbox = await call(estate, { path: '/local/inbox' });
  return new Map([
    ...(await files(folder)),
    ...(await tables(estate.storage)),
    ...(await blobs(estate.storage)),
    ['inbox', inbox.body],
  ]);
}

async function files(folder: string): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && entry.name !== toldSecrets).map(({ name }) => name);
  return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'latin1')] as const));
}

async function tables(storage: string): Promise<readonly (readonly [string, string])[]> {
  const options = { allowInsecureConnection: true };
  const found: [string, string][] = [];
  for await (const { name = '' } of TableServiceClient.fromConnectionString(storage, options).listTables()) {
    for await (const entity of TableClient.fromConnectionString(storage, name, options).listEntities()) {
      // A long text lies in several columns; a secret may begin in one and end in the next.
      const columns = Object.keys(entity).filter((column) => column.startsWith('json'));
      const joined = columns
        .toSorted((a, b) => Number(a.slice(4)) - Number(b.slice(4)))
        .map((column) => entity[column]);
      found.push([`table ${name}`, `${JSON.stringify(entity)}\n${joined.join('')}`]);
    }
  }
  return together(found);
}

async function blobs(storage: string): Promise<readonly (readonly [string, string])[]> {
  const service = BlobServiceClient.fromConnectionString(storage);
  const found: [string, string][] = [];
  for await (const { name: container } of service.listContainers()) {
    if (container === backups) continue;
    const client = service.getContainerClient(container);
    for await (const { name, metadata } of client.listBlobsFlat({ includeMetadata: true })) {
      const content = await client.getBlobClient(name).downloadToBuffer();
      found.push([`container ${container}`, `${name}\n${JSON.stringify(metadata)}\n${content.toString('latin1')}`]);
    }
  }
  return together(found);
}

/** One text for each place. */
function together(parts: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const places = [...new Set(parts.map(([place]) => place))];
  return places.map((place) => [
    place,
    parts
      .filter(([at]) => at === place)
      .map(([, text]) => text)
      .join('\n'),
  ]);
}
