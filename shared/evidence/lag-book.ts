import { hashOf } from '../hash';
import { summaryOf, type LagObservation } from '../dependents/lags';
import type { LagBook } from '../world';
import { take } from './listed-rows';
import type { Address, Rows } from './rows';

/** As many as are needed to know; what is older is not read. */
const mostRead = 200;
const places = 'places';

/** A table key may not hold the slashes of a type. */
const placeOf = ({ type, region }: Pick<LagObservation, 'type' | 'region'>): string =>
  `${type.toLowerCase().replaceAll('/', '|')}@${region}`;

/** Newest versions first; a dependent that is noted twice is the same row. */
const addressOf = (observation: LagObservation): Address => {
  const age = String(Number.MAX_SAFE_INTEGER - Date.parse(observation.createdOn)).padStart(16, '0');
  const row = `${age}-${hashOf(observation.dependent, observation.version).slice(0, 16)}`;
  return { partition: placeOf(observation), row };
};

/** One partition per type and region, and one that lists those there are, each with its last observation. */
export const lagBookIn = (rows: Rows<LagObservation>): LagBook => {
  const of: LagBook['of'] = async (type, region) =>
    summaryOf(await take(rows.list(placeOf({ type, region })), mostRead));
  return {
    of,
    async note(observation) {
      await rows.put(addressOf(observation), observation);
      await rows.put({ partition: places, row: placeOf(observation) }, observation);
    },
    async all() {
      const known = await take(rows.list(places));
      const found = await Promise.all(known.map(({ type, region }) => of(type, region)));
      return found.flatMap((summary) => summary ?? []);
    },
  };
};
