import * as z from 'zod';
import { type KeyUrl, KeyUrl as KeyUrlText, versionIn } from '../../keys/key-url';
import type { Listed, WrappedKeyStore } from './wrapped-key-store';

/** How many data keys one version of a key has wrapped; `held` of them cannot be written. */
const Count = z.object({
  key: z.string(),
  version: z.string().describe('Empty where the store does not tell it'),
  keys: z.int(),
  held: z.int(),
});
type Count = z.infer<typeof Count>;

/** What a look through a store has shown of every key: how far it came, and the counts so far. */
export const Census = z.object({
  begunAt: z.iso.datetime(),
  from: z.string().optional().describe('Where the listing goes on; absent once all was seen'),
  whole: z.boolean(),
  seen: z.int(),
  garbled: z.int(),
  counts: z.array(Count),
  untold: z.int().describe('Wrapped by so many different versions that they are not told apart'),
});
export type Census = z.infer<typeof Census>;

/** What a census says of one key. */
export interface Survey {
  readonly keys: number;
  readonly held: number;
  /** Versions in use; `undefined` among them where an id names none. */
  readonly versions: readonly (string | undefined)[];
  readonly counts: readonly Pick<Count, 'version' | 'keys' | 'held'>[];
  readonly seen: number;
  readonly garbled: number;
  /** False while the listing goes on, or where versions were too many to be told apart. */
  readonly whole: boolean;
}

const pageSize = 5_000;
/** Far below `functionTimeout`; larger stores are counted in several calls. */
const longestMs = 120_000;
/** Versions of keys that are told apart: bounds memory, and the row in which a census is kept. */
const mostTold = 2_000;

const begun = (now: Date): Census => ({
  begunAt: now.toISOString(),
  whole: false,
  seen: 0,
  garbled: 0,
  counts: [],
  untold: 0,
});

/** Counts pages into a census; holds numbers only. */
const tallyFrom = (census: Census) => {
  const counts = new Map(census.counts.map((count) => [`${count.key}/${count.version}`, count]));
  let { seen, garbled, untold } = census;
  return {
    add(listed: Listed): void {
      seen += 1;
      if ('garbled' in listed) {
        garbled += 1;
        return;
      }
      const key = 'spare' in listed ? undefined : KeyUrlText.safeParse(listed.wrappedBy).data;
      if ('spare' in listed || !key) return;
      const version = versionIn(listed.wrappedBy) ?? '';
      const name = `${key}/${version}`;
      const known = counts.get(name);
      if (!known && counts.size >= mostTold) {
        untold += 1;
        return;
      }
      const { keys, held } = known ?? { keys: 0, held: 0 };
      counts.set(name, { key, version, keys: keys + 1, held: held + (listed.held ? 1 : 0) });
    },
    state: () => ({ seen, garbled, untold, counts: [...counts.values()] }),
  };
};

/** Counts the data keys of a store from where an earlier call came, or anew, for as long as one call may take. Writes nothing. */
export const takeCensus = async (store: WrappedKeyStore, now: () => Date, earlier?: Census): Promise<Census> => {
  const until = now().getTime() + longestMs;
  const start = earlier ?? begun(now());
  const tally = tallyFrom(start);
  let { from } = start;
  do {
    const page = await store.list({ size: pageSize, ...(from && { from }) });
    for (const listed of page.keys) tally.add(listed);
    from = page.next;
  } while (from && now().getTime() < until);
  return { begunAt: start.begunAt, whole: !from, ...tally.state(), ...(from && { from }) };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** What the census says of one key. */
export const surveyOf = ({ counts, seen, garbled, whole, untold }: Census, key: KeyUrl): Survey => {
  const ours = counts.filter((count) => count.key === key);
  return {
    keys: sum(ours.map(({ keys }) => keys)),
    held: sum(ours.map(({ held }) => held)),
    versions: ours.map(({ version }) => version || undefined),
    counts: ours.map(({ version, keys, held }) => ({ version, keys, held })),
    seen,
    garbled,
    whole: whole && untold === 0,
  };
};
