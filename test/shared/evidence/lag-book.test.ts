import { hashOf } from '../../../shared/hash';
import type { LagObservation } from '../../../shared/dependents/lags';
import { KeyUrl } from '../../../shared/keys/key-url';
import { storesUnderTest } from './stores-under-test';

const accounts = 'Microsoft.Storage/storageAccounts';
const createdOn = '2027-03-01T00:00:00.000Z';

const seen = (dependent: string, seconds: number, how: Partial<LagObservation> = {}): LagObservation => ({
  type: accounts,
  region: 'westeurope',
  dependent,
  key: KeyUrl.parse('https://payments.vault.azure.net/keys/ledger'),
  version: hashOf('version'),
  seconds,
  lookInterval: 60,
  createdOn,
  ...how,
});

describe.each(storesUnderTest)('the lag book %s', (_, openStores) => {
  const open = async () => (await openStores(() => new Date(createdOn))).lagBook;

  it('knows nothing of what was never measured', async () => {
    const book = await open();
    expect(await book.of(accounts, 'westeurope')).toBeUndefined();
    expect(await book.all()).toEqual([]);
  });

  it('tells shortest, median and longest of a type in a region, and how far apart the looks were', async () => {
    const book = await open();
    for (const [at, seconds] of [300, 100, 900].entries()) await book.note(seen(`d${at}`, seconds));
    await book.note(seen('other', 5, { region: 'northeurope', lookInterval: 3_600 }));
    expect(await book.of(accounts, 'westeurope')).toEqual({
      type: accounts,
      region: 'westeurope',
      count: 3,
      shortest: 100,
      median: 300,
      longest: 900,
      lookInterval: 60,
      lastAt: createdOn,
    });
    expect((await book.all()).map(({ region, count }) => `${region} ${count}`).toSorted()).toEqual([
      'northeurope 1',
      'westeurope 3',
    ]);
  });

  it('counts a dependent once per version, however often it is noted', async () => {
    const book = await open();
    await Promise.all([book.note(seen('d', 100)), book.note(seen('d', 100))]);
    await book.note(seen('d', 100));
    await book.note(seen('d', 200, { version: hashOf('next'), createdOn: '2027-06-01T00:00:00.000Z' }));
    expect(await book.of(accounts, 'westeurope')).toMatchObject({ count: 2, lastAt: '2027-06-01T00:00:00.000Z' });
  });
});
