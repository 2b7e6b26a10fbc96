import { KeySoftDeleted, KeyUnknown } from '../../../shared/keys/key-errors';
import { KeyUrl } from '../../../shared/keys/key-url';
import type { KeyStore } from '../../../shared/world';
import { fakeKeys } from '../../fakes/fake-keys';
import { emulatedVault } from './emulated-vaults';

interface Estate {
  readonly keys: KeyStore;
  /** Plants an RSA key with the tag `owner: payments`. */
  plant(key: KeyUrl): Promise<unknown>;
  remove(key: KeyUrl): Promise<unknown>;
}

let today = new Date();
const now = () => today;

const inMemory = (): Estate => {
  const keys = fakeKeys({ now });
  return {
    keys,
    plant: async (key) => keys.addKey(key, { tags: { owner: 'payments' } }),
    remove: async (key) => keys.softDelete(key),
  };
};

const inVault = (): Estate => {
  const { keys, vault } = emulatedVault({ now });
  const headers = { authorization: 'Bearer token' };
  return {
    keys,
    plant: () =>
      vault.seedKey({ name: 'ledger', kty: 'RSA', keyOps: ['wrapKey', 'unwrapKey'], tags: { owner: 'payments' } }),
    remove: async (key) => vault.fetch(new Request(`${key}?api-version=2025-07-01`, { method: 'DELETE', headers })),
  };
};

const key = KeyUrl.parse('https://payments.vault.azure.net/keys/ledger');

/** What stories rely on, so that what passes with the fake passes with a vault. */
describe.each([
  ['in memory', inMemory],
  ['in a vault', inVault],
])('a key store %s', (_, build) => {
  let estate: Estate;

  const planted = async () => {
    await estate.plant(key);
    const [version] = await estate.keys.versions(key);
    if (!version) throw new Error('nothing was planted');
    return version;
  };

  beforeEach(() => {
    today = new Date('2026-06-01T12:00:00.700Z');
    estate = build();
  });

  it('shows a version with whole seconds, its tags and its shape', async () => {
    const version = await planted();
    expect(version).toEqual({
      key,
      version: expect.stringMatching(/^[0-9a-f]{32}$/),
      enabled: true,
      createdOn: '2026-06-01T12:00:00.000Z',
      tags: { owner: 'payments' },
      managed: false,
      recoveryLevel: 'Recoverable',
    });
    expect(await estate.keys.shape(key, version.version)).toEqual({
      kty: 'RSA',
      size: 2048,
      keyOps: ['wrapKey', 'unwrapKey'],
      exportable: false,
      hasReleasePolicy: false,
    });
  });

  it('adds a version with just the tags and the expiry asked for, and proves it', async () => {
    const model = await planted();
    today = new Date('2026-06-02T12:00:00Z');
    const how = { tags: { 'rewrap-operation': 'op-1' }, expiresOn: '2027-06-01T12:00:00.000Z' };
    const made = await estate.keys.createLike(model, how);
    expect(made).toMatchObject({ ...how, enabled: true, createdOn: '2026-06-02T12:00:00.000Z' });
    expect(await estate.keys.versions(key)).toEqual([model, made]);
    expect(await estate.keys.prove(key, { from: model.version, to: made.version })).toEqual({
      newVersionWorks: 'shown',
      oldVersionStillOpens: 'shown',
    });
  });

  it('makes another key like it, if asked to', async () => {
    const model = await planted();
    const as = KeyUrl.parse(`${key}-clean`);
    const made = await estate.keys.createLike(model, { tags: { made: 'clean' }, as });
    expect(made).toMatchObject({ key: as, tags: { made: 'clean' }, enabled: true });
    expect(await estate.keys.shape(as, made.version)).toEqual(await estate.keys.shape(key, model.version));
    expect(await estate.keys.versions(key)).toEqual([model]);
  });

  it('enables again what it has disabled', async () => {
    const before = await planted();
    await estate.keys.disable(key, before.version);
    await estate.keys.enable(key, before.version);
    expect(await estate.keys.versions(key)).toEqual([before]);
  });

  it('disables one version and backs up all', async () => {
    const { version } = await planted();
    await estate.keys.disable(key, version);
    expect(await estate.keys.versions(key)).toMatchObject([{ version, enabled: false }]);
    expect((await estate.keys.backUp(key)).length).toBeGreaterThan(0);
  });

  it('holds the rotation policy that it is given, and then rotates nothing by itself', async () => {
    await planted();
    await estate.keys.setNativePolicy(key, { expiresIn: 'P120D', notify: 'P30D' });
    expect(await estate.keys.nativePolicy(key)).toEqual({ expiresIn: 'P120D', notify: 'P30D' });
  });

  it('lists the keys of a vault, but not the deleted ones', async () => {
    await planted();
    const listed = { key, managed: false, tags: { owner: 'payments' } };
    expect(await estate.keys.list('https://payments.vault.azure.net')).toEqual({ keys: [listed] });
    await estate.remove(key);
    expect(await estate.keys.list('https://payments.vault.azure.net')).toEqual({ keys: [] });
  });

  it('lists the deleted keys of a vault that can be recovered', async () => {
    await planted();
    expect(await estate.keys.recoverable('https://payments.vault.azure.net')).toEqual([]);
    await estate.remove(key);
    expect(await estate.keys.recoverable('https://payments.vault.azure.net')).toMatchObject([{ key, managed: false }]);
  });

  it('knows a deleted key as deleted, with no versions, and makes none for it', async () => {
    const model = await planted();
    await estate.remove(key);
    expect(await estate.keys.presence(key)).toBe('soft-deleted');
    expect(await estate.keys.versions(key)).toEqual([]);
    await expect(estate.keys.createLike(model, { tags: {} })).rejects.toThrow(KeySoftDeleted);
  });

  it('knows nothing of a key that never was', async () => {
    expect(await estate.keys.presence(key)).toBe('absent');
    expect(await estate.keys.versions(key)).toEqual([]);
    expect(await estate.keys.nativePolicy(key)).toEqual({});
    await expect(estate.keys.shape(key, '0'.repeat(32))).rejects.toThrow(KeyUnknown);
    await expect(estate.keys.backUp(key)).rejects.toThrow(KeyUnknown);
  });
});
