import { Case, CaseSummary, type Cases } from '../departures/case';
import type { Blobs } from './blobs';
import { take } from './listed-rows';
import { pageOf, placeAfter, placeOf, recordPlace } from './newest-first';
import type { Rows } from './rows';

const partition = 'cases';
const pageSize = 100;

const placeOfCase = ({ openedAt, id }: CaseSummary): string => placeOf({ startedAt: openedAt, id });

/** A case whole is a blob, since somebody may have reached thousands of keys; its summary is a row, newest first. */
export const caseStore = (blobs: Blobs, rows: Rows<CaseSummary>): Cases => {
  const get = async (id: string): Promise<Case | undefined> => {
    const text = await blobs.read(`${id}.json`);
    return text === undefined ? undefined : Case.parse(JSON.parse(text));
  };
  return {
    get,
    async open(one) {
      const isNew = await blobs.keep(`${one.id}.json`, JSON.stringify(one));
      const stored = isNew ? one : ((await get(one.id)) ?? one);
      await rows.put({ partition, row: placeOfCase(stored) }, CaseSummary.parse(stored));
      return stored;
    },
    async list(from) {
      const after = placeAfter(from, recordPlace);
      const { page, ...next } = pageOf(await take(rows.list(partition, after), pageSize + 1), pageSize, placeOfCase);
      return { cases: page, ...next };
    },
  };
};
