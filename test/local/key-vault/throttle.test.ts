import { subscriptionLimits } from '../../../local/key-vault/throttle';
import { createVault, type Vault, type VaultOptions } from '../../../local/key-vault/vault';

let milliseconds = 0;
const vaultWith = (options: Partial<VaultOptions> = {}) =>
  createVault({
    name: 'kv',
    flavour: 'premium',
    baseUrl: 'https://kv',
    now: () => new Date(0),
    throttle: { monotonic: () => milliseconds },
    ...options,
  });

const call = (vault: Vault, method: string, path: string, body?: object) =>
  vault.fetch(
    new Request(`https://kv${path}?api-version=7.6`, {
      method,
      headers: { authorization: 'Bearer x' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );

const statuses = async (times: number, one: () => Response | Promise<Response>) => {
  const counted = new Map<number, number>();
  for (let count = 0; count < times; count += 1) {
    const { status } = await one();
    counted.set(status, (counted.get(status) ?? 0) + 1);
  }
  return Object.fromEntries(counted);
};

describe('the published limits', () => {
  it('let 20 software keys be made in ten seconds, and 10 in hardware, counted apart', async () => {
    const vault = vaultWith();
    const make = (kty: string) => () => call(vault, 'POST', '/keys/many/create', { kty });
    expect(await statuses(25, make('EC'))).toEqual({ 200: 20, 429: 5 });
    expect(await statuses(25, make('EC-HSM'))).toEqual({ 200: 10, 429: 15 });
    milliseconds += 9_999;
    expect(await statuses(1, make('EC'))).toEqual({ 429: 1 });
    milliseconds += 1;
    expect(await statuses(25, make('EC'))).toEqual({ 200: 20, 429: 5 });
  });

  it('count a rotation as a creation, and answer without Retry-After', async () => {
    const vault = vaultWith();
    await call(vault, 'POST', '/keys/turned/create', { kty: 'EC' });
    expect(await statuses(20, () => call(vault, 'POST', '/keys/turned/rotate'))).toEqual({ 200: 19, 429: 1 });
    const refused = await call(vault, 'POST', '/keys/turned/rotate');
    expect(await refused.json()).toMatchObject({ error: { code: 'Throttled' } });
    expect(refused.headers.has('retry-after')).toBe(false);
  });

  it('weigh a call by the size of its key, in one budget', async () => {
    const vault = vaultWith();
    await vault.seedKey({ name: 'small', kty: 'RSA' });
    await vault.seedKey({ name: 'big', kty: 'RSA', size: 3072 });
    expect(await statuses(501, () => call(vault, 'GET', '/keys/big'))).toEqual({ 200: 501 });
    expect(await statuses(1997, () => call(vault, 'GET', '/keys/small'))).toEqual({ 200: 1996, 429: 1 });
  });

  it('do not hold for a Managed HSM, nor unless asked for', async () => {
    for (const options of [{ flavour: 'managed-hsm' as const }, { throttle: false }]) {
      const vault = vaultWith(options);
      expect(await statuses(30, () => call(vault, 'POST', '/keys/free/create', { kty: 'EC-HSM' }))).toEqual({
        200: 30,
      });
    }
  });

  it('give way to one limit for all calls, where it is asked for', async () => {
    const vault = vaultWith({
      flavour: 'managed-hsm',
      throttle: { monotonic: () => milliseconds, callsPerTenSeconds: 5 },
    });
    await vault.seedKey({ name: 'small', kty: 'RSA-HSM' });
    expect(await statuses(7, () => call(vault, 'GET', '/keys/small'))).toEqual({ 200: 5, 429: 2 });
    milliseconds += 10_000;
    expect(await statuses(6, () => call(vault, 'GET', '/keys/small'))).toEqual({ 200: 5, 429: 1 });
  });

  it('give all vaults of a subscription five times what one has', async () => {
    const monotonic = () => milliseconds;
    const throttle = { monotonic, subscription: subscriptionLimits(monotonic) };
    const vaults = Array.from({ length: 6 }, () => vaultWith({ throttle }));
    const made = await Promise.all(
      vaults.map((vault) => statuses(10, () => call(vault, 'POST', '/keys/many/create', { kty: 'EC-HSM' }))),
    );
    const total = made.reduce((sum, counted) => sum + (counted[200] ?? 0), 0);
    expect(total).toBe(50);
  });
});
