import { KeyUrl } from '../../../shared/keys/key-url';
import { restOf, startsPerVault } from '../../../shared/rotations/spread';

const key = (n: number) => KeyUrl.parse(`https://payments.vault.azure.net/keys/k${n}`);

describe('restOf', () => {
  it('is always the same for a key, and spreads many over an hour', () => {
    expect(restOf(key(1))).toBe(restOf(key(1)));
    const quarters = [0, 0, 0, 0];
    for (let n = 0; n < 1_000; n += 1) {
      const quarter = Math.floor(restOf(key(n)) / 900_000);
      quarters[quarter] = (quarters[quarter] ?? 0) + 1;
    }
    expect(quarters).toHaveLength(4);
    for (const count of quarters) expect(count).toBeGreaterThan(180);
  });
});

describe('startsPerVault', () => {
  it.each([
    [100, 4, 25],
    [100, 3, 33],
    [10, 100, 1],
  ])('shares %d among %d vaults', (startsPerSweep, count, expected) => {
    const vaults = Array.from({ length: count }, (_, n) => `https://v${n}.vault.azure.net`) as [string, ...string[]];
    expect(startsPerVault({ startsPerSweep, scope: { subscriptions: [], vaults } })).toBe(expected);
  });
});
