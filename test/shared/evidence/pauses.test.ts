import { KeyUrl } from '../../../shared/keys/key-url';
import type { Pause } from '../../../shared/rotations/pause';
import { storesUnderTest } from './stores-under-test';

const key = KeyUrl.parse('https://payments.vault.azure.net/keys/ledger');
const aPause = (id: string, how: Partial<Pause> = {}): Pause => ({
  id,
  scope: { key },
  reason: 'the shop is busy',
  requestedBy: 'Alice',
  at: '2026-03-01T00:00:00.000Z',
  ...how,
});

describe.each(storesUnderTest)('pauses %s', (_, openStores) => {
  const open = async () => (await openStores(() => new Date('2026-03-01T00:00:00Z'))).pauses;

  it('are listed from the oldest, as they were written', async () => {
    const pauses = await open();
    const later = aPause('a', {
      at: '2026-03-02T00:00:00.000Z',
      scope: { fleet: true },
      until: '2026-04-01T00:00:00Z',
    });
    await pauses.put(later);
    await pauses.put(aPause('b'));
    expect(await pauses.list()).toEqual([aPause('b'), later]);
  });

  it('replace the one with the same id', async () => {
    const pauses = await open();
    await pauses.put(aPause('a'));
    await pauses.put(aPause('a', { reason: 'still busy' }));
    expect(await pauses.list()).toEqual([aPause('a', { reason: 'still busy' })]);
  });

  it('are listed no more once they are ended, and are ended once', async () => {
    const pauses = await open();
    await pauses.put(aPause('a'));
    expect(await pauses.end('a', 'Bob', '2026-03-03T00:00:00.000Z')).toEqual(aPause('a'));
    expect(await pauses.list()).toEqual([]);
    expect(await pauses.end('a', 'Bob', '2026-03-03T00:00:00.000Z')).toBeUndefined();
  });
});
