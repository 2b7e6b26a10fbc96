import { v1, v2 } from '../arm-estate';
import { encryptedWith } from '../search/search-estate';
import { searchObjects } from '../search/search-objects';
import { searchId, searchPath, searchStage } from './stage';
import type { Subject } from './subject';

const kinds = [
  ['indexes', 'indexes'],
  ['synonymmaps', 'synonymMaps'],
  ['indexers', 'indexers'],
  ['datasources', 'dataSources'],
  ['skillsets', 'skillsets'],
] as const;

/** The documented day. */
const lagSeconds = 24 * 60 * 60;

/** Objects of AI Search of every kind: pinned, and without a version, where they tell nothing. */
export const searchSubjects: readonly Subject[] = kinds.flatMap(([kind, spelt]) => {
  const object = (version: string) => ({
    name: 'Orders',
    ...searchObjects[kind],
    encryptionKey: encryptedWith(version),
  });
  const lastWrite = { method: 'PUT', path: searchPath(kind, 'Orders') } as const;
  const sent = kind === 'datasources' ? { credentials: { connectionString: '<unchanged>' } } : {};
  const writes = [{ ...lastWrite, body: { ...object(v2), ...sent } }];
  const each = {
    type: `Microsoft.Search/searchServices/${spelt}`,
    id: searchId(kind, 'Orders'),
    lastWrite,
    answersAtOnce: true,
  } as const;
  return [
    { ...each, what: 'pinned', mode: 'pinned', stage: searchStage(kind, object(v1)), writes, nudges: writes },
    {
      ...each,
      what: 'following',
      mode: 'following',
      stage: searchStage(kind, object('')),
      writes: [],
      nudges: [],
      silent: true,
      lagSeconds,
    },
  ];
});
