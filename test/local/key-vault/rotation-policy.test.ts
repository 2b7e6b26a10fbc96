import { serveVault, type ServedVault } from './served-vault';

let vault: ServedVault;
let hsm: ServedVault;
beforeAll(async () => {
  vault = await serveVault();
  hsm = await serveVault({ flavour: 'managed-hsm' });
  await vault.client.createEcKey('key');
  await hsm.client.createEcKey('key', { hsm: true });
});
afterAll(async () => {
  await vault.close();
  await hsm.close();
});

const rotate = (trigger: object) => ({ trigger, action: { type: 'Rotate' } });
const notify = (trigger: object) => ({ trigger, action: { type: 'Notify' } });
const policy = (expiryTime: string | undefined, ...lifetimeActions: object[]) => ({
  lifetimeActions,
  attributes: { expiryTime },
});

describe('the rotation policy', () => {
  it('is replaced as a whole and given back', async () => {
    await vault.client.updateKeyRotationPolicy('key', {
      expiresIn: 'P90D',
      lifetimeActions: [
        { action: 'Rotate', timeAfterCreate: 'P60D' },
        { action: 'Notify', timeBeforeExpiry: 'P20D' },
      ],
    });
    expect(await vault.client.getKeyRotationPolicy('key')).toMatchObject({
      id: `${vault.baseUrl}/keys/key/rotationpolicy`,
      expiresIn: 'P90D',
      lifetimeActions: [
        { action: 'Rotate', timeAfterCreate: 'P60D' },
        { action: 'Notify', timeBeforeExpiry: 'P20D' },
      ],
      createdOn: vault.clock.now,
    });
    await vault.client.updateKeyRotationPolicy('key', {});
    expect(await vault.client.getKeyRotationPolicy('key')).toMatchObject({ lifetimeActions: [] });
  });

  it('shows the default notice in a vault while none is set, and nothing in a Managed HSM', async () => {
    await vault.client.createEcKey('bare');
    expect((await vault.client.getKeyRotationPolicy('bare')).lifetimeActions).toMatchObject([
      { action: 'Notify', timeBeforeExpiry: 'P30D' },
    ]);
    expect((await hsm.client.getKeyRotationPolicy('key')).lifetimeActions).toEqual([]);
  });

  it.each([
    ['lives 27 days', policy('P27D')],
    ['rotates 6 days after creation', policy('P90D', rotate({ timeAfterCreate: 'P6D' }))],
    ['rotates 6 days before expiry', policy('P90D', rotate({ timeBeforeExpiry: 'P6D' }))],
    [
      'rotates less than 7 days before expiry, counted from creation',
      policy('P90D', rotate({ timeAfterCreate: 'P84D' })),
    ],
    [
      'rotates less than 7 days after creation, counted from expiry',
      policy('P90D', rotate({ timeBeforeExpiry: 'P84D' })),
    ],
    ['counts back from an expiry that it does not set', policy(undefined, rotate({ timeBeforeExpiry: 'P30D' }))],
    ['has two triggers', policy('P90D', rotate({ timeBeforeExpiry: 'P30D', timeAfterCreate: 'P30D' }))],
    ['has no trigger', policy('P90D', rotate({}))],
    [
      'has two Rotate actions',
      policy('P90D', rotate({ timeAfterCreate: 'P30D' }), rotate({ timeAfterCreate: 'P40D' })),
    ],
    ['notifies after creation', policy('P90D', notify({ timeAfterCreate: 'P30D' }))],
    [
      'has an action of no known type',
      policy('P90D', { trigger: { timeAfterCreate: 'P30D' }, action: { type: 'Melt' } }),
    ],
    ['has a period that is none', policy('90 days')],
  ])('is refused by a vault when it %s', async (_, body) => {
    expect((await vault.call('PUT', '/keys/key/rotationpolicy', body)).status).toBe(400);
  });

  it.each([
    ['notifies', policy('P90D', notify({ timeBeforeExpiry: 'P30D' }))],
    ['rotates more often than every 28 days', policy('P90D', rotate({ timeAfterCreate: 'P27D' }))],
    [
      'rotates more often than every 28 days, counted from expiry',
      policy('P90D', rotate({ timeBeforeExpiry: 'P63D' })),
    ],
  ])('is refused by a Managed HSM when it %s', async (_, body) => {
    expect((await hsm.call('PUT', '/keys/key/rotationpolicy', body)).status).toBe(400);
  });

  it.each([
    ['vault', 'P28D', rotate({ timeAfterCreate: 'P7D' })],
    ['vault', 'P28D', rotate({ timeBeforeExpiry: 'P7D' })],
    ['HSM', 'P90D', rotate({ timeAfterCreate: 'P28D' })],
    ['HSM', 'P90D', rotate({ timeBeforeExpiry: 'P62D' })],
  ])('is taken by a %s at the limits: %s, %j', async (where, expiry, action) => {
    const { call } = where === 'vault' ? vault : hsm;
    expect((await call('PUT', '/keys/key/rotationpolicy', policy(expiry, action))).status).toBe(200);
  });
});
