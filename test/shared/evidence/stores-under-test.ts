import type { Stores } from '../../../shared/evidence/stores';
import { storesIn } from '../../../shared/evidence/stores';
import { freshStorage } from '../../fresh-storage';
import { fakeStores } from '../../fakes/fake-stores';

type OpenStores = (now: () => Date) => Promise<Stores>;

/** Both implementations of the stores: every contract test runs over both, so that the fakes cannot drift. */
export const storesUnderTest: readonly (readonly [string, OpenStores])[] = [
  ['in memory', async (now) => fakeStores({ now })],
  ['on Azurite', async (now) => storesIn(await freshStorage(), now)],
];
