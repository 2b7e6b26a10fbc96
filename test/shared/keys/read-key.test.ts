import { KeyAccessRefused, VaultOutsideCloud } from '../../../shared/keys/key-errors';
import { KeyUrl } from '../../../shared/keys/key-url';
import { emulatedVault } from './emulated-vaults';

const now = () => new Date('2026-06-01T12:00:00Z');
const vault = 'https://payments.vault.azure.net';

const remove = (estate: ReturnType<typeof emulatedVault>, name: string) =>
  estate.vault.fetch(
    new Request(`${estate.url(name)}?api-version=2025-07-01`, {
      method: 'DELETE',
      headers: { authorization: 'Bearer token' },
    }),
  );

const refusing = (...refused: string[]) =>
  emulatedVault({
    now,
    authorise: async (_, { operation }) =>
      refused.includes(operation) ? { status: 403, code: 'ForbiddenByRbac', message: 'no' } : 'ok',
  });

describe('list', () => {
  it('answers page by page, each from where the last one ended', async () => {
    const estate = emulatedVault({ now });
    const names = Array.from({ length: 30 }, (_, at) => `key-${String(at).padStart(2, '0')}`);
    for (const name of names) await estate.vault.seedKey({ name, kty: 'EC', tags: { name } });
    const first = await estate.keys.list(vault);
    const second = await estate.keys.list(vault, first.next);
    expect([first, second].map(({ keys }) => keys.length)).toEqual([25, 5]);
    expect([...first.keys, ...second.keys].map(({ tags }) => tags['name'])).toEqual(names);
    expect(first.keys[0]).toEqual({ key: estate.url('key-00'), managed: false, tags: { name: 'key-00' } });
    expect(second.next).toBeUndefined();
  });

  it('tells keys that back a certificate', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'site', kty: 'RSA', managed: true });
    expect((await estate.keys.list(vault)).keys).toMatchObject([{ managed: true }]);
  });

  it('takes no token to another host, whatever the continuation says', async () => {
    const estate = emulatedVault({ now });
    await expect(estate.keys.list(vault, 'https://evil.example/keys?next')).rejects.toThrow('was not followed');
    expect(estate.sent).toEqual([]);
  });

  it('names the missing right although paging errors carry no details', async () => {
    const listing = refusing('list').keys.list(vault);
    await expect(listing).rejects.toThrow(KeyAccessRefused);
    await expect(listing).rejects.toThrow('Microsoft.KeyVault/vaults/keys/read');
  });
});

describe('versions', () => {
  it('are all there, oldest first, over more than one page', async () => {
    const estate = emulatedVault({ now });
    const days = Array.from({ length: 27 }, (_, at) => ({ createdOn: new Date(Date.UTC(2026, 0, 27 - at)) }));
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC', versions: days });
    const created = (await estate.keys.versions(estate.url('ledger'))).map(({ createdOn }) => createdOn);
    expect(created).toHaveLength(27);
    expect(created).toEqual(created.toSorted());
  });

  it('show state, dates, tags and recovery level', async () => {
    const estate = emulatedVault({ now, purgeProtection: false });
    const seed = { createdOn: new Date('2026-01-01T00:00:00Z'), expiresOn: new Date('2027-01-01T00:00:00Z') };
    const versions = [{ ...seed, enabled: false }];
    const [version] = await estate.vault.seedKey({ name: 'ledger', kty: 'EC', tags: { owner: 'x' }, versions });
    expect(await estate.keys.versions(estate.url('ledger'))).toEqual([
      {
        key: estate.url('ledger'),
        version,
        enabled: false,
        createdOn: '2026-01-01T00:00:00.000Z',
        expiresOn: '2027-01-01T00:00:00.000Z',
        tags: { owner: 'x' },
        managed: false,
        recoveryLevel: 'Recoverable+Purgeable',
      },
    ]);
  });

  it('are none of a key that is absent or deleted', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    await remove(estate, 'ledger');
    expect(await estate.keys.versions(estate.url('ledger'))).toEqual([]);
    expect(await estate.keys.versions(estate.url('nobody'))).toEqual([]);
  });
});

describe('presence', () => {
  it('tells present, soft-deleted and absent keys apart', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    await estate.vault.seedKey({ name: 'gone', kty: 'EC' });
    await remove(estate, 'gone');
    const names = ['ledger', 'gone', 'nobody'];
    const found = await Promise.all(names.map((name) => estate.keys.presence(estate.url(name))));
    expect(found).toEqual(['present', 'soft-deleted', 'absent']);
  });

  it('takes a key that it may not look for among the deleted ones as absent', async () => {
    const estate = refusing('getDeleted');
    expect(await estate.keys.presence(estate.url('ledger'))).toBe('absent');
  });

  it('does not take a refusal to read keys as absence', async () => {
    const estate = refusing('get');
    await expect(estate.keys.presence(estate.url('ledger'))).rejects.toThrow(KeyAccessRefused);
  });
});

describe('nativePolicy', () => {
  it('R20: tells when the vault rotates the key itself', async () => {
    const estate = emulatedVault({ now });
    const rotationPolicy = {
      lifetimeActions: [
        { trigger: { timeBeforeExpiry: 'P30D' }, action: { type: 'Rotate' as const } },
        { trigger: { timeBeforeExpiry: 'P40D' }, action: { type: 'Notify' as const } },
      ],
      attributes: { expiryTime: 'P90D' },
    };
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC', rotationPolicy });
    expect(await estate.keys.nativePolicy(estate.url('ledger'))).toEqual({
      expiresIn: 'P90D',
      notify: 'P40D',
      rotate: { timeBeforeExpiry: 'P30D' },
    });
  });

  it('is the default notice for a key without one', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    expect(await estate.keys.nativePolicy(estate.url('ledger'))).toEqual({ notify: 'P30D' });
  });

  it('gives up when the vault does not answer, although the client forgets the time limit', async () => {
    const estate = emulatedVault({ now, timeLimit: 20 });
    estate.fallSilent(/rotationpolicy$/);
    await expect(estate.keys.nativePolicy(estate.url('ledger'))).rejects.toThrow('gave no answer to readPolicy');
  });
});

describe('a vault of another cloud', () => {
  it.each(['https://payments.vault.azure.cn/keys/ledger', 'https://localhost:8443/keys/ledger'])(
    'is never called: %s',
    async (url) => {
      const estate = emulatedVault({ now });
      await expect(estate.keys.presence(KeyUrl.parse(url))).rejects.toThrow(VaultOutsideCloud);
      expect(estate.sent).toEqual([]);
    },
  );
});

describe('a challenge', () => {
  it('that asks for a token of another service gets none', async () => {
    const estate = emulatedVault({ now });
    const key = KeyUrl.parse('https://central.managedhsm.azure.net/keys/ledger');
    await expect(estate.keys.presence(key)).rejects.toThrow('does not match the requested domain');
    expect(estate.taken('GET', /./)).toBe(0);
  });

  it('of a vault on this machine may name the service of Azure', async () => {
    const estate = emulatedVault({ now, baseUrl: 'https://localhost:8443' });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    expect(await estate.keys.presence(estate.url('ledger'))).toBe('present');
  });
});

describe('throttling without a time to wait', () => {
  it('is a trouble that may pass, not a refusal', async () => {
    const estate = emulatedVault({ now });
    estate.vault.addFault({ kind: 'refuse', operation: 'get', status: 429, code: 'Throttled' });
    const reading = estate.keys.presence(estate.url('ledger'));
    await expect(reading).rejects.toThrow(
      'https://payments.vault.azure.net/keys/ledger answered 429 (Throttled) to read',
    );
  });
});
