import { Census } from '../dependents/wrapped-keys/census';
import type { CensusShelf } from '../dependents/wrapped-keys/census-shelf';
import { hashOf } from '../hash';
import type { Storage } from './storage';

/** Counts of stores of application data that take several calls: one row per store. */
export const censusStore = (storage: Storage): CensusShelf => {
  const rows = storage.table('census', Census);
  // A URL holds slashes, which no row's name may.
  const at = (id: string) => ({ partition: 'census', row: hashOf(id) });
  return {
    get: async (id) => (await rows.get(at(id)))?.value,
    put: (id, census) => rows.put(at(id), census),
  };
};
