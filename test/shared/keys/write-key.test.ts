import { emulatedVault } from './emulated-vaults';

const now = () => new Date('2026-06-01T12:00:00Z');

describe('disable', () => {
  it('disables one version and changes nothing else', async () => {
    const estate = emulatedVault({ now });
    const versions = [{ tags: { a: '1' }, expiresOn: new Date('2027-01-01T00:00:00Z') }, {}];
    const [older = ''] = await estate.vault.seedKey({ name: 'ledger', kty: 'EC', versions });
    const before = await estate.keys.versions(estate.url('ledger'));
    await estate.keys.disable(estate.url('ledger'), older);
    const after = await estate.keys.versions(estate.url('ledger'));
    expect(after).toEqual(before.map((one) => (one.version === older ? { ...one, enabled: false } : one)));
  });

  it('writes nothing when it runs a second time', async () => {
    const estate = emulatedVault({ now });
    const [version = ''] = await estate.vault.seedKey({ name: 'ledger', kty: 'EC' });
    await estate.keys.disable(estate.url('ledger'), version);
    await estate.keys.disable(estate.url('ledger'), version);
    expect(estate.taken('PATCH', /./)).toBe(1);
  });

  it('disables two versions at once on a fresh client', async () => {
    const estate = emulatedVault({ now });
    const ids = await estate.vault.seedKey({ name: 'ledger', kty: 'EC', versions: [{}, {}] });
    await Promise.all(ids.map((id) => estate.keys.disable(estate.url('ledger'), id)));
    expect((await estate.keys.versions(estate.url('ledger'))).map(({ enabled }) => enabled)).toEqual([false, false]);
  });
});

describe('backUp', () => {
  it('R14b: gives a blob that the vault takes back', async () => {
    const estate = emulatedVault({ now });
    await estate.vault.seedKey({ name: 'ledger', kty: 'EC', versions: [{}, {}] });
    const before = await estate.keys.versions(estate.url('ledger'));
    const backup = await estate.keys.backUp(estate.url('ledger'));
    const other = emulatedVault({ now });
    const restored = await other.vault.fetch(
      new Request('https://payments.vault.azure.net/keys/restore?api-version=2025-07-01', {
        method: 'POST',
        headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
        body: JSON.stringify({ value: Buffer.from(backup).toString('base64url') }),
      }),
    );
    expect(restored.status).toBe(200);
    expect((await other.keys.versions(estate.url('ledger'))).map(({ version }) => version)).toEqual(
      before.map(({ version }) => version),
    );
  });
});
