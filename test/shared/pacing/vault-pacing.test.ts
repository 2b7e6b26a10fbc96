import { TooFast } from '../../../shared/pace';
import type { Budget, Draw, News } from '../../../shared/pacing/budget';
import { bitsOf, vaultCall, vaultDraws, weightOf } from '../../../shared/pacing/vault-draws';
import { emulatedVault } from '../keys/emulated-vaults';

const vault = 'https://v.vault.azure.net';
const place = { host: 'v.vault.azure.net', home: 'h', isHsmPool: false };
const costs = (draws: readonly Draw[]) => draws.map(({ bucket, cost }) => [bucket.name, cost]);

/** A budget that notes what it is asked for. */
const aNotingBudget = (awayMs?: number) => {
  const taken: (readonly [string, number])[] = [];
  const learned: (News & { bucket: string })[] = [];
  const budget: Budget = {
    take: (draws) => {
      taken.push(...draws.map(({ bucket, cost }) => [bucket.name, cost] as const));
      return Promise.resolve(awayMs);
    },
    learn: ({ bucket }, news) => {
      learned.push({ ...news, bucket: bucket.name });
      return Promise.resolve();
    },
    look: () => Promise.resolve([]),
  };
  return { budget, taken, learned };
};

describe('what a call to a vault costs', () => {
  it.each([
    [{ hsm: false, bits: 2048 }, 1],
    [{ hsm: false, bits: 3072 }, 4],
    [{ hsm: false, bits: 4096 }, 8],
    [{ hsm: false }, 1],
    [{ hsm: true, bits: 2048 }, 2],
    [{ hsm: true, bits: 3072 }, 8],
    [{ hsm: true, bits: 4096 }, 16],
    [undefined, 16],
  ])('is for a use of %j, as Azure weighs it, %i', (kind, weight) => {
    expect(weightOf(kind)).toBe(weight);
  });

  it('is counted for the vault and for all vaults of its subscription', () => {
    const call = vaultCall('GET', new URL(`${vault}/keys/ledger/1`), undefined);
    const draws = vaultDraws(call, { hsm: true, bits: 2048 }, place);
    expect(costs(draws)).toEqual([
      ['vault/v.vault.azure.net/use', 2],
      ['vaults/h/use', 2],
    ]);
    const [own = 0, all = 0] = draws.map(({ bucket }) => bucket.perSecond);
    expect(all / own).toBeCloseTo(5, 0);
  });

  it.each([
    ['create', { kty: 'RSA' }, 1],
    ['create', { kty: 'EC-HSM' }, 2],
    ['rotate', undefined, 2],
  ])('is counted apart for %s of %j', (operation, body, cost) => {
    const url = new URL(`${vault}/keys/ledger/${operation}`);
    const call = vaultCall('POST', url, body && JSON.stringify(body));
    expect(costs(vaultDraws(call, undefined, place))[0]).toEqual(['vault/v.vault.azure.net/create', cost]);
  });

  it('is seen from what is to be unwrapped where the key is not known', () => {
    const value = Buffer.alloc(384).toString('base64url');
    const call = vaultCall('POST', new URL(`${vault}/keys/ledger/1/unwrapkey`), JSON.stringify({ value }));
    expect(costs(vaultDraws(call, undefined, place))[0]?.[1]).toBe(8);
  });

  it.each([256, 384, 512])('reads the size of a key from a modulus of %i bytes', (bytes) => {
    expect(bitsOf(Buffer.alloc(bytes).toString('base64url'))).toBe(bytes * 8);
  });

  it('has limits of its own in a Managed HSM, which belongs to no other', () => {
    const call = vaultCall('POST', new URL(`${vault}/keys/ledger/create`), '{"kty":"RSA-HSM"}');
    expect(costs(vaultDraws(call, undefined, { ...place, isHsmPool: true }))).toEqual([
      ['hsm/v.vault.azure.net/create', 1],
    ]);
  });
});

describe('a client of a vault', () => {
  it('pays for a reading what its answer shows, and for the next one at once', async () => {
    const { budget, taken, learned } = aNotingBudget();
    const { vault: emulator, keys, url } = emulatedVault({ flavour: 'premium', budget });
    await emulator.seedKey({ name: 'big', kty: 'RSA-HSM', size: 4096 });
    const [version] = await keys.versions(url('big'));
    await keys.shape(url('big'), version?.version ?? '');
    expect(learned).toContainEqual({ is: 'dearer', by: 15, bucket: 'vault/payments.vault.azure.net/use' });
    taken.length = 0;
    await keys.shape(url('big'), version?.version ?? '');
    expect(taken).toContainEqual(['vault/payments.vault.azure.net/use', 16]);
  });

  it('reads a key before it uses it for the first time, and never pays for a challenge', async () => {
    const { budget, taken } = aNotingBudget();
    const { vault: emulator, keys, url, sent } = emulatedVault({ budget });
    await emulator.seedKey({ name: 'small', kty: 'RSA' });
    const version = emulator.keyVersion('small')?.version ?? '';
    const value = new Uint8Array(32);
    for (let time = 0; time < 2; time += 1) {
      await keys.wrap({ key: url('small'), version, algorithm: 'RSA-OAEP-256', value });
    }
    expect(taken.filter(([bucket]) => bucket.startsWith('vault/')).map(([, cost]) => cost)).toEqual([1, 1, 1]);
    expect(sent.filter(({ authorised }) => authorised).map(({ method }) => method)).toEqual(['GET', 'POST', 'POST']);
  });

  it('does not call when its turn would come too late, and says when to come back', async () => {
    const { budget } = aNotingBudget(20_000);
    const { keys, url, sent } = emulatedVault({ budget });
    const error = await keys.versions(url('small')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TooFast);
    expect(error).toMatchObject({ retryAfterMs: 20_000, code: 'vault-busy', status: 503 });
    expect(sent.filter(({ authorised }) => authorised)).toEqual([]);
  });

  it('tells of a refusal, and creates no second time', async () => {
    const { budget, learned } = aNotingBudget();
    const { vault: emulator, keys, url, taken } = emulatedVault({ budget });
    await emulator.seedKey({ name: 'ledger', kty: 'EC' });
    const [model] = await keys.versions(url('ledger'));
    emulator.addFault({ kind: 'refuse', operation: 'create', status: 429, code: 'Throttled' });
    await expect(keys.createLike(model ?? fail(), { tags: {} })).rejects.toBeInstanceOf(TooFast);
    expect(learned).toContainEqual({ is: 'throttled', bucket: 'vault/payments.vault.azure.net/create' });
    expect(taken('POST', /create$/)).toBe(1);
  });
});

const fail = (): never => {
  throw new Error('expected a version, found none');
};
