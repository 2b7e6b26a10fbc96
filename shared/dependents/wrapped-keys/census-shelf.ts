import { remembered } from '../remembered';
import { Census, takeCensus } from './census';
import { StoreRefused, type WrappedKeyStore } from './wrapped-key-store';

/** Where censuses that take several calls are kept between them, by the store's id. */
export interface CensusShelf {
  get(id: string): Promise<Census | undefined>;
  put(id: string, census: Census): Promise<void>;
}

/** A store that is counted in several calls is not counted anew for each who asks. */
const freshMs = 3_600_000;
/** What was begun longer ago tells of another day. */
const staleMs = 24 * freshMs;

const ageOf = ({ begunAt }: Census, now: Date): number => now.getTime() - new Date(begunAt).getTime();

/**
 * Counts stores. What is through in one call is counted anew each time and kept nowhere. What is not goes on where the last
 * call came, whoever asks, and its result holds for an hour from its beginning.
 */
export const censuses = ({ shelf, now }: { shelf: CensusShelf; now: () => Date }) => {
  const take = async (id: string, store: WrappedKeyStore): Promise<Census> => {
    const kept = await shelf.get(id);
    if (kept?.whole && ageOf(kept, now()) < freshMs) return kept;
    const goesOn = kept && !kept.whole && ageOf(kept, now()) < staleMs ? kept : undefined;
    const census = await takeCensus(store, now, goesOn);
    if (!census.whole || goesOn) await shelf.put(id, census);
    return census;
  };
  const stores = new Map<string, WrappedKeyStore>();
  const shared = remembered(
    (id: string) => {
      const store = stores.get(id);
      if (!store) throw new Error(`Expected ${id} among the stores, found none.`);
      return take(id, store);
    },
    { now, lasts: (error) => error instanceof StoreRefused },
  );
  /** Reads now, or what was read no longer ago than asked. */
  return (notOlderThan: Date | undefined, id: string, store: WrappedKeyStore): Promise<Census> => {
    stores.set(id, store);
    return shared(notOlderThan, id);
  };
};
