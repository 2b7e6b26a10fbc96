import { anEstate, encryptedWith, group, hours, keyUrl, minutes, start, storage } from './estate';

const account = `${group}/providers/Microsoft.Storage/storageAccounts/store`;
const path = `${account}?api-version=2025-08-01`;
const pinned = (keyversion: string) => ({ properties: { encryption: { keyvaultproperties: { keyversion } } } });
const shown = 'properties.encryption.keyvaultproperties.currentVersionedKeyIdentifier';

describe('a storage account', () => {
  it('moves at once to the version that a PATCH names, and shows it', async () => {
    const { arm, vault, ask, pass } = anEstate();
    arm.put(storage(encryptedWith('v1')));
    vault.create('v2');
    pass(minutes(5));
    const answer = await ask('PATCH', path, pinned('v2'));
    expect(answer.status).toBe(200);
    const { body } = await ask('GET', path);
    expect(body).toHaveProperty(shown, keyUrl('v2'));
    expect(body).toHaveProperty(
      'properties.encryption.keyvaultproperties.lastKeyRotationTimestamp',
      '2030-01-01T00:05:00.000Z',
    );
    expect(body).toHaveProperty('properties.encryption.keyvaultproperties.keyname', 'ledger');
  });

  it('follows the newest version 24 hours after it came, when the reference names none', async () => {
    const { arm, vault, ask, pass } = anEstate();
    arm.put(storage(encryptedWith()));
    pass(hours(1));
    vault.create('v2');
    pass(hours(24) - 1);
    expect((await ask('GET', path)).body).toHaveProperty(shown, keyUrl('v1'));
    pass(1);
    expect((await ask('GET', path)).body).toHaveProperty(shown, keyUrl('v2'));
  });

  it('stays on a pinned version however long, and follows again after an empty keyversion', async () => {
    const { arm, vault, ask, pass } = anEstate();
    arm.put(storage(encryptedWith('v1')));
    vault.create('v2');
    pass(hours(1000));
    expect((await ask('GET', path)).body).toHaveProperty(shown, keyUrl('v1'));
    await ask('PATCH', path, pinned(''));
    expect((await ask('GET', path)).body).toHaveProperty(shown, keyUrl('v1'));
    pass(hours(24));
    expect((await ask('GET', path)).body).toHaveProperty(shown, keyUrl('v2'));
  });

  it('logs every version it used, with the moments', async () => {
    const { arm, vault, ask, pass } = anEstate();
    arm.put(storage(encryptedWith('v1')));
    vault.create('v2');
    pass(hours(1));
    await ask('PATCH', path, pinned('v2'));
    expect(arm.keyLog(account)).toEqual([
      expect.objectContaining({ version: 'v1', from: start, until: new Date('2030-01-01T01:00:00Z') }),
      expect.objectContaining({ version: 'v2', from: new Date('2030-01-01T01:00:00Z') }),
    ]);
  });

  it('has no key once its version is disabled, and does not slip back to an older one', async () => {
    const { arm, vault, pass } = anEstate();
    pass(1000);
    vault.create('v2');
    arm.put(storage(encryptedWith()));
    expect(arm.health(account)).toBe('ok');
    vault.disable('v2');
    pass(hours(48));
    expect(arm.health(account)).toBe('no-key');
  });

  it('cannot be moved while the version it uses is disabled: nobody could unwrap its data key', async () => {
    const { arm, vault, ask } = anEstate();
    arm.put(storage(encryptedWith('v1')));
    vault.create('v2');
    vault.disable('v1');
    expect((await ask('PATCH', path, pinned('v2'))).error?.message).toMatch(/v1/);
    expect((await ask('PATCH', path, { tags: { owner: 'ada' } })).status).toBe(200);
  });

  it('refuses a version that does not exist or is disabled, and changes nothing', async () => {
    const { arm, vault, ask } = anEstate();
    arm.put(storage(encryptedWith('v1')));
    vault.create('v2');
    vault.disable('v2');
    for (const [version, code] of [
      ['v2', 'KeyVaultKeyDisabled'],
      ['v9', 'KeyVaultKeyNotFound'],
    ] as const) {
      const refused = await ask('PATCH', path, pinned(version));
      expect([refused.status, refused.error?.code]).toEqual([400, code]);
    }
    expect((await ask('GET', path)).body).toHaveProperty(shown, keyUrl('v1'));
  });
});
