import { all, day, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
beforeEach(async () => {
  kv = await serveVault();
});
afterEach(() => kv.close());

const versionsOf = (name: string) => all(kv.client.listPropertiesOfKeyVersions(name));

describe('rotation on demand', () => {
  it('makes a version of the same type and size that carries the tags and never expires without a policy', async () => {
    const old = await kv.client.createEcKey('turn', {
      curve: 'P-384',
      tags: { owner: 'us' },
      expiresOn: new Date('2026-06-01T00:00:00Z'),
      keyOps: ['verify'],
    });
    const turned = await kv.client.rotateKey('turn');
    expect(turned.id).not.toBe(old.id);
    expect(turned).toMatchObject({ keyOperations: ['verify'], key: { crv: 'P-384' } });
    expect(turned.properties).toMatchObject({ enabled: true, tags: { owner: 'us' } });
    expect(turned.properties.expiresOn).toBeUndefined();
    expect((await versionsOf('turn'))[0]?.expiresOn).toEqual(new Date('2026-06-01T00:00:00Z'));
  });

  it('makes a version that expires as the policy says', async () => {
    await kv.client.createEcKey('timed');
    await kv.client.updateKeyRotationPolicy('timed', { expiresIn: 'P2M' });
    expect((await kv.client.getKey('timed')).properties.expiresOn).toBeUndefined();
    expect((await kv.client.rotateKey('timed')).properties.expiresOn).toEqual(new Date('2026-05-01T12:00:00Z'));
  });

  it('answers 404 for a key that is not there', async () => {
    await expect(kv.client.rotateKey('nowhere')).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('rotation by the vault itself', () => {
  it('happens once the policy is due, and not again before the new version is', async () => {
    await kv.client.createEcKey('auto');
    await kv.client.updateKeyRotationPolicy('auto', {
      lifetimeActions: [{ action: 'Rotate', timeAfterCreate: 'P30D' }],
    });
    const after = async (days: number) => {
      kv.clock.pass(days * day);
      kv.vault.tick();
      kv.vault.tick();
      await kv.vault.settled();
      return (await versionsOf('auto')).length;
    };
    expect([await after(29), await after(1), await after(29), await after(1)]).toEqual([1, 2, 2, 3]);
  });

  it('counts back from expiry where the policy does', async () => {
    await kv.client.createEcKey('back', { expiresOn: new Date('2026-05-01T12:00:00Z') });
    await kv.client.updateKeyRotationPolicy('back', {
      expiresIn: 'P90D',
      lifetimeActions: [{ action: 'Rotate', timeBeforeExpiry: 'P10D' }],
    });
    kv.clock.now = new Date('2026-04-21T11:59:59Z');
    kv.vault.tick();
    await kv.vault.settled();
    expect(await versionsOf('back')).toHaveLength(1);
    kv.clock.now = new Date('2026-04-21T12:00:00Z');
    kv.vault.tick();
    await kv.vault.settled();
    expect((await versionsOf('back'))[1]?.expiresOn).toEqual(new Date('2026-07-20T12:00:00Z'));
  });
});
