import { NewsItem, type News } from '../departures/news';
import { hashOf } from '../hash';
import { take } from './listed-rows';
import { placeOf } from './newest-first';
import type { Rows } from './rows';

const waiting = 'waiting';
const looked = 'looked';
/** More than any case needs to tell what happened around it. */
const mostSince = 500;

const rowOf = ({ id }: NewsItem): string => hashOf(id);

/** News that wait lie in a partition of their own; what was looked at lies newest first. */
export const newsStore = (rows: Rows<NewsItem>): News => ({
  async note(item) {
    await rows.put({ partition: waiting, row: rowOf(item) }, item);
    const others = await take(rows.list(waiting), 2);
    return { first: others.length < 2 };
  },
  waiting: () => take(rows.list(waiting)),
  async looked(items) {
    for (const item of items) {
      const row = placeOf({ startedAt: item.at, id: rowOf(item) });
      await rows.put({ partition: looked, row }, item);
      const stored = await rows.get({ partition: waiting, row: rowOf(item) });
      if (stored) await rows.remove(stored);
    }
  },
  async since(time) {
    const found: NewsItem[] = [];
    for await (const { value } of rows.list(looked)) {
      if (value.at < time || found.length >= mostSince) break;
      found.push(value);
    }
    return found;
  },
});
