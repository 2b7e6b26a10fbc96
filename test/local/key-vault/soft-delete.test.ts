import { generate } from '../../../local/key-vault/material/generate';
import { all, day, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeAll(async () => {
  kv = await serveVault({ purgeProtection: false, recoverableDays: 7 });
});
afterAll(() => kv.close());

const quickly = { intervalInMs: 1 };

const deleteKey = async (name: string) => (await kv.client.beginDeleteKey(name, quickly)).pollUntilDone();

describe('soft delete', () => {
  it('takes a key away with all its versions, and says until when it can be recovered', async () => {
    await kv.client.createEcKey('gone');
    const { properties } = await deleteKey('gone');
    expect(properties).toMatchObject({
      recoveryId: `${kv.baseUrl}/deletedkeys/gone`,
      recoveryLevel: 'CustomizedRecoverable+Purgeable',
      deletedOn: kv.clock.now,
      scheduledPurgeDate: new Date(kv.clock.now.getTime() + 7 * day),
    });
    await expect(kv.client.getKey('gone')).rejects.toMatchObject({ statusCode: 404 });
    expect((await kv.client.getDeletedKey('gone')).name).toBe('gone');
    expect((await all(kv.client.listDeletedKeys())).map(({ name }) => name)).toEqual(['gone']);
    expect(kv.vault.keyVersion('gone')).toBeUndefined();
  });

  it('answers 409 to whoever takes the name meanwhile', async () => {
    await expect(kv.client.createEcKey('gone')).rejects.toMatchObject({
      statusCode: 409,
      code: 'Conflict',
      details: { error: { innerError: { code: 'ObjectIsDeletedButRecoverable' } } },
    });
  });

  it('gives the key back as it was', async () => {
    await kv.client.createEcKey('back', { tags: { owner: 'us' } });
    const second = await kv.client.createEcKey('back', { tags: { owner: 'them' } });
    await deleteKey('back');
    const recovery = await kv.client.beginRecoverDeletedKey('back', quickly);
    expect(await recovery.pollUntilDone()).toMatchObject({ id: second.id, properties: { tags: { owner: 'them' } } });
    expect(await all(kv.client.listPropertiesOfKeyVersions('back'))).toHaveLength(2);
    await expect(kv.client.getDeletedKey('back')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('frees the name when the key is purged', async () => {
    await kv.client.createEcKey('purged');
    await deleteKey('purged');
    await kv.client.purgeDeletedKey('purged');
    await expect(kv.client.createEcKey('purged')).resolves.toMatchObject({ name: 'purged' });
  });

  it('purges by itself when the time is over', async () => {
    await kv.client.createEcKey('forgotten');
    await deleteKey('forgotten');
    kv.clock.pass(7 * day);
    await expect(kv.client.getDeletedKey('forgotten')).rejects.toMatchObject({ statusCode: 404 });
    expect(await all(kv.client.listDeletedKeys())).toEqual([]);
  });

  it('refuses a purge under purge protection', async () => {
    const strict = await serveVault();
    await strict.client.createEcKey('kept');
    await strict.call('DELETE', '/keys/kept');
    await expect(strict.client.purgeDeletedKey('kept')).rejects.toMatchObject({ statusCode: 403 });
    await strict.close();
  });

  it('makes no version of a key that was deleted while its material was made', async () => {
    let raced: ServedVault | undefined;
    const slow = await serveVault({
      generate: async (spec) => {
        await raced?.call('DELETE', '/keys/raced');
        return generate(spec);
      },
    });
    await slow.client.createEcKey('raced');
    raced = slow;
    await expect(slow.client.createEcKey('raced')).rejects.toMatchObject({ statusCode: 409 });
    expect(slow.vault.keyVersion('raced')).toBeUndefined();
    await slow.close();
  });
});
