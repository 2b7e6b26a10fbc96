import type { KeySeed } from '../../../local/key-vault/vault';
import { KeyAccessRefused } from '../../../shared/keys/key-errors';
import { emulatedVault } from './emulated-vaults';

const now = () => new Date('2026-06-01T12:00:00Z');
const long = new Date('2025-01-01T00:00:00Z');
const expired = { createdOn: long, expiresOn: new Date('2026-05-01T00:00:00Z') };
const live = { createdOn: long };

type Flavour = 'premium' | 'managed-hsm';

/** A key with two versions, the older first, and the proof about them. */
const proofOf = async (seed: Omit<KeySeed, 'name'>, flavour: Flavour = 'premium') => {
  const estate = emulatedVault({ flavour, now });
  const [from = '', to = ''] = await estate.vault.seedKey({ name: 'ledger', ...seed });
  const proof = await estate.keys.prove(estate.url('ledger'), { from, to });
  return { proof, estate, from, to };
};

const bothShown = { newVersionWorks: 'shown', oldVersionStillOpens: 'shown' };

describe('prove', () => {
  it.each([
    [{ kty: 'RSA', keyOps: ['wrapKey', 'unwrapKey'] }, 'premium', '/unwrapkey'],
    [{ kty: 'RSA-HSM', keyOps: ['encrypt', 'decrypt'] }, 'managed-hsm', '/decrypt'],
    [{ kty: 'RSA', keyOps: ['sign', 'verify'] }, 'premium', '/sign'],
    [{ kty: 'EC', curve: 'P-256', keyOps: ['sign', 'verify'] }, 'premium', '/sign'],
    [{ kty: 'EC', curve: 'P-384' }, 'premium', '/sign'],
    [{ kty: 'EC-HSM', curve: 'P-521' }, 'managed-hsm', '/sign'],
    [{ kty: 'EC-HSM', curve: 'P-256K' }, 'managed-hsm', '/sign'],
    [{ kty: 'oct-HSM', size: 128, keyOps: ['wrapKey', 'unwrapKey'] }, 'managed-hsm', '/unwrapkey'],
    [{ kty: 'oct-HSM', size: 256, keyOps: ['encrypt', 'decrypt'] }, 'managed-hsm', '/decrypt'],
  ] as const)('R4: shows both halves for %j in a %s, each by a call of %s', async (seed, flavour, call) => {
    const { proof, estate, from, to } = await proofOf({ ...seed, versions: [live, live] }, flavour);
    expect(proof).toEqual(bothShown);
    expect(estate.taken('POST', new RegExp(`${to}${call}$`))).toBe(1);
    expect(estate.taken('POST', new RegExp(`${from}${call}$`))).toBe(1);
  });

  it.each([
    ['wraps', ['wrapKey', 'unwrapKey'], 'wrapkey'],
    ['encrypts', ['encrypt', 'decrypt'], 'encrypt'],
  ])('shows that an expired predecessor that %s still opens, and asks it to seal nothing', async (_, keyOps, seal) => {
    const { proof, estate, from } = await proofOf({ kty: 'RSA', keyOps, versions: [expired, live] });
    expect(proof).toEqual(bothShown);
    expect(estate.taken('POST', new RegExp(`${from}/${seal}$`))).toBe(0);
  });

  it('wraps with the new version in the vault itself, not with its public key here', async () => {
    const { estate, to } = await proofOf({ kty: 'RSA', versions: [live, live] });
    expect(estate.taken('POST', new RegExp(`${to}/wrapkey$`))).toBe(1);
  });

  it.each([
    ['a symmetric', { kty: 'oct-HSM', size: 256, keyOps: ['wrapKey', 'unwrapKey'] }],
    ['a signing', { kty: 'EC-HSM', curve: 'P-256' }],
  ] as const)('does not claim what it cannot show of %s predecessor that has expired', async (_, seed) => {
    const { proof, from } = await proofOf({ ...seed, versions: [expired, live] }, 'managed-hsm');
    expect(proof).toEqual({
      newVersionWorks: 'shown',
      oldVersionStillOpens: 'not-shown',
      because: `version ${from} expired on 2026-05-01T00:00:00.000Z`,
    });
  });

  it('does not claim that a disabled predecessor opens anything', async () => {
    const { proof, from } = await proofOf({ kty: 'RSA', versions: [{ ...live, enabled: false }, live] });
    expect(proof).toEqual({
      newVersionWorks: 'shown',
      oldVersionStillOpens: 'not-shown',
      because: `version ${from} is disabled`,
    });
  });

  it('shows that a predecessor that may only unwrap still opens', async () => {
    const { proof } = await proofOf({ kty: 'RSA', keyOps: ['unwrapKey'], versions: [live, live] });
    expect(proof).toMatchObject({ newVersionWorks: 'not-shown', oldVersionStillOpens: 'shown' });
  });

  it('says which operations allow no round trip', async () => {
    const { proof } = await proofOf({ kty: 'RSA', keyOps: ['import'], versions: [live, live] });
    expect(proof).toMatchObject({ newVersionWorks: 'not-shown', oldVersionStillOpens: 'not-shown' });
    expect(proof.because).toContain('(import) allow no round trip');
  });

  it('names the right that is missing for it', async () => {
    const estate = emulatedVault({
      now,
      authorise: async (_, { operation }) =>
        operation === 'unwrapKey' ? { status: 403, code: 'ForbiddenByRbac', message: 'no' } : 'ok',
    });
    const [from = '', to = ''] = await estate.vault.seedKey({ name: 'ledger', kty: 'RSA', versions: [live, live] });
    const proof = estate.keys.prove(estate.url('ledger'), { from, to });
    await expect(proof).rejects.toThrow(KeyAccessRefused);
    await expect(proof).rejects.toThrow('Microsoft.KeyVault/vaults/keys/unwrap/action');
  });
});

describe('wrap and unwrap', () => {
  const algorithms = ['RSA-OAEP-256', 'RSA-OAEP', 'RSA1_5'];

  it.each(algorithms)('are done by the vault with %s', async (algorithm) => {
    const estate = emulatedVault({ now });
    const [version = ''] = await estate.vault.seedKey({ name: 'ledger', kty: 'RSA' });
    const at = { key: estate.url('ledger'), version, algorithm };
    const wrapped = await estate.keys.wrap({ ...at, value: Buffer.from('a data key of a blob') });
    const opened = await estate.keys.unwrap({ ...at, value: wrapped });
    expect(Buffer.from(opened).toString()).toBe('a data key of a blob');
    expect(estate.taken('POST', /\/wrapkey$/)).toBe(1);
    expect(estate.taken('POST', /\/unwrapkey$/)).toBe(1);
  });

  it('opens with an expired version what it wrapped before', async () => {
    let today = new Date('2026-04-01T00:00:00Z');
    const estate = emulatedVault({ now: () => today });
    const [version = ''] = await estate.vault.seedKey({ name: 'ledger', kty: 'RSA', versions: [expired] });
    const at = { key: estate.url('ledger'), version, algorithm: 'RSA-OAEP' };
    const wrapped = await estate.keys.wrap({ ...at, value: Buffer.from('data key') });
    today = now();
    expect(Buffer.from(await estate.keys.unwrap({ ...at, value: wrapped })).toString()).toBe('data key');
    await expect(estate.keys.wrap({ ...at, value: Buffer.from('data key') })).rejects.toThrow('KeyExpired');
  });

  it('refuses an algorithm that no vault knows', async () => {
    const estate = emulatedVault({ now });
    const at = { key: estate.url('ledger'), version: '0'.repeat(32), algorithm: 'ROT13', value: new Uint8Array(4) };
    await expect(estate.keys.unwrap(at)).rejects.toThrow('RSA-OAEP-256');
    expect(estate.sent).toEqual([]);
  });
});
