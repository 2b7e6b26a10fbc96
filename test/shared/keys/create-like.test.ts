import type { KeyVersion } from '../../../shared/keys/key-version';
import {
  ExpiryTooLate,
  KeyAccessRefused,
  KeyNotMade,
  KeySoftDeleted,
  KeyUnknown,
} from '../../../shared/keys/key-errors';
import { createVault } from '../../../local/key-vault/vault';
import { cloudOf } from '../../../shared/azure/clouds';
import { KeyUrl } from '../../../shared/keys/key-url';
import { keyVaultKeys } from '../../../shared/keys/key-vault-keys';
import { emulatedVault, identityOf } from './emulated-vaults';
import { vaultNetwork } from './vault-network';

const now = () => new Date('2026-06-01T12:00:00.500Z');
const created = /\/create$/;

type Estate = ReturnType<typeof emulatedVault>;

const newest = async ({ keys, url }: Estate, name = 'ledger'): Promise<KeyVersion> => {
  const version = (await keys.versions(url(name))).at(-1);
  if (!version) throw new Error(`${name} has no version`);
  return version;
};

type Flavour = 'standard' | 'premium' | 'managed-hsm';

/** A key in one vault, and the place for its successor in another. */
const twoVaults = async (kty: 'RSA' | 'RSA-HSM', from: Flavour, to: Flavour) => {
  const estate = emulatedVault({ flavour: from, now });
  await estate.vault.seedKey({ name: 'ledger', kty });
  const model = await newest(estate);
  const baseUrl = `https://standby.${to === 'managed-hsm' ? 'managedhsm' : 'vault'}.azure.net`;
  const other = createVault({ name: 'standby', flavour: to, baseUrl, now });
  const httpClient = vaultNetwork((host) => (host.startsWith('standby') ? other : estate.vault));
  const keys = keyVaultKeys({
    cloud: cloudOf({ cloud: 'public' }),
    credential: identityOf('rewrap'),
    now,
    httpClient,
  });
  const as = KeyUrl.parse(`${baseUrl}/keys/ledger`);
  return { estate, keys, model, as };
};

describe('createLike', () => {
  it.each([
    [{ kty: 'RSA', size: 3072, keyOps: ['unwrapKey', 'wrapKey'] }, 'premium'],
    [{ kty: 'RSA-HSM', size: 2048 }, 'managed-hsm'],
    [{ kty: 'EC', curve: 'P-384', keyOps: ['sign', 'verify'] }, 'standard'],
    [{ kty: 'EC-HSM', curve: 'P-256K' }, 'managed-hsm'],
    [{ kty: 'oct-HSM', size: 192 }, 'managed-hsm'],
  ] as const)('R4: makes a successor of the same shape as %j in a %s vault', async (seed, flavour) => {
    const estate = emulatedVault({ flavour, now });
    await estate.vault.seedKey({ name: 'ledger', ...seed });
    const model = await newest(estate);
    const made = await estate.keys.createLike(model, { tags: {} });
    expect(made.version).not.toBe(model.version);
    const [before, after] = await Promise.all([model, made].map(({ key, version }) => estate.keys.shape(key, version)));
    expect(after).toEqual(before);
    expect(after).toMatchObject({ kty: seed.kty, ...('size' in seed && { size: seed.size }) });
  });

  it.each([
    ['RSA-HSM', 'premium', 'standard'],
    ['RSA', 'standard', 'managed-hsm'],
  ] as const)('gives up at once where a %s key of a %s vault is to be made in a %s one', async (kty, from, to) => {
    const { keys, model, as } = await twoVaults(kty, from, to);
    await expect(keys.createLike(model, { tags: {}, as })).rejects.toThrow(KeyNotMade);
  });

  it.each([
    ['RSA-HSM', 'managed-hsm', 'managed-hsm'],
    ['RSA-HSM', 'managed-hsm', 'premium'],
    ['RSA', 'standard', 'premium'],
  ] as const)('R4: makes a %s key of a %s vault anew in a %s one, as strong', async (kty, from, to) => {
    const { estate, keys, model, as } = await twoVaults(kty, from, to);
    const made = await keys.createLike(model, { tags: {}, as });
    expect(made.key).toBe(as);
    expect(await keys.shape(as, made.version)).toEqual(await estate.keys.shape(model.key, model.version));
  });

  it('sets tags and expiry in the creating call itself', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'ledger', kty: 'RSA', tags: { owner: 'payments' } });
    const how = { tags: { owner: 'payments', 'rewrap-operation': 'op-1' }, expiresOn: '2027-06-01T12:00:00.000Z' };
    const made = await estate.keys.createLike(await newest(estate), how);
    expect(made).toMatchObject({ ...how, enabled: true });
    expect(await newest(estate)).toEqual(made);
    expect(estate.sent.filter(({ method }) => method === 'PATCH')).toEqual([]);
  });

  it('keeps an exportable key exportable under the same release policy', async () => {
    const estate = emulatedVault({ now, flavour: 'premium' });
    const release_policy = { contentType: 'application/json; charset=utf-8', data: 'eyJ2ZXJzaW9uIjoiMS4wLjAifQ' };
    const authorization = { authorization: 'Bearer token', 'content-type': 'application/json' };
    await estate.vault.fetch(
      new Request(`${estate.url('ledger')}/create?api-version=2025-07-01`, {
        method: 'POST',
        headers: authorization,
        body: JSON.stringify({ kty: 'RSA-HSM', attributes: { exportable: true }, release_policy }),
      }),
    );
    const made = await estate.keys.createLike(await newest(estate), { tags: {} });
    const shape = await estate.keys.shape(made.key, made.version);
    expect(shape).toMatchObject({ exportable: true, hasReleasePolicy: true });
    expect(estate.sent.find(({ path, body }) => created.test(path) && body)?.body).toContain(release_policy.data);
  });

  it('keeps both bodies of two creations that start together on a fresh client', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    await estate.vault.seedKey({ name: 'orders', kty: 'EC' });
    const models = await Promise.all(['ledger', 'orders'].map((name) => newest(estate, name)));
    const made = await Promise.all(
      models.map((model) => estate.keys.createLike(model, { tags: { 'rewrap-operation': model.key } })),
    );
    expect(made.map(({ tags }) => tags['rewrap-operation'])).toEqual(models.map(({ key }) => key));
    expect(estate.taken('POST', created)).toBe(2);
    expect(estate.sent.filter(({ path, body }) => created.test(path) && body === undefined)).toEqual([]);
  });

  it('is not sent again when its answer is lost, and the version made is found by its tag', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    const model = await newest(estate);
    estate.vault.addFault({ kind: 'lose-answer', operation: 'create' });
    const creation = estate.keys.createLike(model, { tags: { 'rewrap-operation': 'op-1' } });
    await expect(creation).rejects.toThrow('gave no answer to create');
    expect(estate.taken('POST', created)).toBe(1);
    expect((await estate.keys.versions(model.key)).map(({ tags }) => tags['rewrap-operation'])).toEqual([
      undefined,
      'op-1',
    ]);
  });

  it('is not sent again when the vault is in trouble', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    const model = await newest(estate);
    estate.vault.addFault({ kind: 'refuse', operation: 'create', status: 503, times: 4 });
    await expect(estate.keys.createLike(model, { tags: {} })).rejects.toThrow('answered 503');
    expect(estate.taken('POST', created)).toBe(1);
  });

  it('gives up when the vault does not answer in time', async () => {
    const estate = emulatedVault({ now, timeLimit: 20 });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    const model = await newest(estate);
    estate.fallSilent(created);
    await expect(estate.keys.createLike(model, { tags: {} })).rejects.toThrow('gave no answer to create');
  });

  it('takes the last day that the client can express, and refuses the next before anything is sent', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    const model = await newest(estate);
    const expiresOn = '2038-01-18T23:59:59.000Z';
    expect((await estate.keys.createLike(model, { tags: {}, expiresOn })).expiresOn).toBe(expiresOn);
    const before = estate.sent.length;
    const tooLate = estate.keys.createLike(model, { tags: {}, expiresOn: '2038-01-19T00:00:00.000Z' });
    await expect(tooLate).rejects.toThrow(ExpiryTooLate);
    expect(estate.sent).toHaveLength(before);
  });

  it('names the missing right and the command that grants it', async () => {
    const estate = emulatedVault({
      now,
      authorise: async (_, { operation }) =>
        operation === 'create' ? { status: 403, code: 'ForbiddenByRbac', message: 'no' } : 'ok',
    });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    const refusal = await estate.keys.createLike(await newest(estate), { tags: {} }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(KeyAccessRefused);
    expect(refusal).toMatchObject({
      dataAction: 'Microsoft.KeyVault/vaults/keys/create/action',
      vault: 'https://payments.vault.azure.net',
      nextStep: expect.stringContaining('az role assignment create --role "Key Vault Crypto Officer"'),
    });
  });

  it('tells a deleted key, which can be recovered, from one that never was', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    const model = await newest(estate);
    await estate.vault.fetch(
      new Request(`${model.key}?api-version=2025-07-01`, { method: 'DELETE', headers: { authorization: 'Bearer x' } }),
    );
    const refusal = await estate.keys.createLike(model, { tags: {} }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(KeySoftDeleted);
    expect(refusal).toMatchObject({
      nextStep: 'az keyvault key recover --id https://payments.vault.azure.net/deletedkeys/ledger',
    });
    const unknown = estate.keys.createLike({ ...model, key: estate.url('nobody') }, { tags: {} });
    await expect(unknown).rejects.toThrow(KeyUnknown);
  });
});
