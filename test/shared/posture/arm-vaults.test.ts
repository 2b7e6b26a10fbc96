import { armVaults } from '../../../shared/posture/arm-vaults';
import type { Receiver } from '../../../shared/posture/deliveries';
import { anArmEstate, group, subscription } from '../dependents/arm-estate';

const vault = 'https://payments.vault.azure.net';
const id = `${group}/providers/Microsoft.KeyVault/vaults/payments`;
const topic = `${group}/providers/Microsoft.EventGrid/systemTopics/rewrap-payments`;
const scope = { subscriptions: [subscription] };

/** The real client in front of the emulator of Azure Resource Manager. */
const site = (receiver: Receiver = {}) => {
  const estate = anArmEstate();
  const vaults = armVaults({ arm: estate.arm, now: estate.now, receiver });
  const plant = (properties: object = {}) =>
    estate.emulator.put({ id, properties: { vaultUri: `${vault}/`, enableRbacAuthorization: true, ...properties } });
  const subscribe = (properties: object) => {
    estate.emulator.put({ id: topic, properties: { source: id } });
    estate.emulator.put({ id: `${topic}/eventSubscriptions/rewrap`, properties: { ...properties } });
  };
  const secrets = (asked = vault) => vaults.secrets(asked, scope, estate.now());
  const look = (asked = vault) => vaults.look(asked, scope, estate.now());
  return { ...estate, plant, subscribe, look, secrets };
};

const toUs = { endpointType: 'AzureFunction', properties: { resourceId: '/sites/app/functions/onKeyVaultEvent' } };

describe('armVaults', () => {
  it('knows nothing of a vault that it may not see', async () => {
    expect(await site().look()).toEqual({ vault, isHsm: false });
    expect(await site().secrets()).toBeUndefined();
  });

  it('finds a vault that is as it should be', async () => {
    const { look, plant, subscribe } = site();
    plant();
    subscribe({ destination: toUs });
    expect(await look()).toEqual({
      vault,
      isHsm: false,
      resource: { id: id.toLowerCase(), tags: {}, usesAccessPolicies: false, tier: 'premium', purgeProtection: false },
      subscriptions: 1,
    });
  });

  it('tells what protects the keys of a vault, and that a Managed HSM has purge protection unless it says otherwise', async () => {
    const { emulator, look, plant } = site();
    const hsm = 'https://treasury.managedhsm.azure.net';
    plant({ enablePurgeProtection: true, sku: { family: 'A', name: 'Standard' } });
    emulator.put({ id: `${group}/providers/Microsoft.KeyVault/managedHSMs/treasury`, properties: { hsmUri: hsm } });
    expect(await look()).toMatchObject({ resource: { tier: 'standard', purgeProtection: true } });
    expect(await look(hsm)).toMatchObject({ resource: { tier: 'managed-hsm', purgeProtection: true } });
  });

  it('names the secrets of a vault and those that belong to a certificate, without values', async () => {
    const { emulator, plant, secrets } = site();
    plant();
    emulator.put({ id: `${id}/secrets/smtp`, properties: { contentType: 'text/plain' } });
    emulator.put({ id: `${id}/secrets/web`, properties: { contentType: 'application/x-pkcs12' } });
    expect(await secrets()).toEqual([
      { name: 'smtp', ofCertificate: false },
      { name: 'web', ofCertificate: true },
    ]);
  });

  it('finds a subscription that delivers with an identity', async () => {
    const { look, plant, subscribe } = site();
    plant();
    subscribe({ destination: null, deliveryWithResourceIdentity: { destination: toUs } });
    expect(await look()).toMatchObject({ subscriptions: 1 });
  });

  it('finds a subscription that brings events to the queue, where they come by one', async () => {
    const { look, plant, subscribe } = site({ eventQueue: 'rewrap-events' });
    plant();
    const toQueue = (queueName: string) => ({
      destination: null,
      deliveryWithResourceIdentity: { destination: { endpointType: 'StorageQueue', properties: { queueName } } },
    });
    subscribe(toQueue('orders'));
    expect(await look()).toMatchObject({ subscriptions: 0 });
    subscribe(toQueue('rewrap-events'));
    expect(await look()).toMatchObject({ subscriptions: 1 });
  });

  it('does not count one that delivers to another app, and names it', async () => {
    const { look, plant, subscribe } = site({ site: 'App' });
    plant();
    subscribe({ destination: toUs });
    expect(await look()).toMatchObject({ subscriptions: 1 });
    const resourceId = '/sites/app-of-old/functions/onKeyVaultEvent';
    subscribe({ destination: { endpointType: 'AzureFunction', properties: { resourceId } } });
    expect(await look()).toMatchObject({ subscriptions: 0, elsewhere: [resourceId] });
  });

  it('does not count subscriptions of others, nor topics of other vaults', async () => {
    const { look, plant, subscribe } = site();
    plant();
    expect(await look()).toMatchObject({ subscriptions: 0 });
    subscribe({ destination: { endpointType: 'WebHook', properties: {} } });
    expect(await look()).toMatchObject({ subscriptions: 0 });
  });

  it('counts none where it may not read the topic', async () => {
    const { look, plant, subscribe, rights } = site();
    plant();
    subscribe({ destination: toUs });
    rights.may = (action) => !action.includes('eventSubscriptions');
    expect(await look()).not.toHaveProperty('subscriptions');
  });

  it('R11a: sees that a vault grants access by access policies', async () => {
    const { look, plant } = site();
    plant({ enableRbacAuthorization: false });
    expect(await look()).toMatchObject({ resource: { usesAccessPolicies: true } });
  });

  it('R15: finds a vault among the deleted ones', async () => {
    const { look, emulator } = site();
    const deletedId = `/subscriptions/${subscription}/providers/Microsoft.KeyVault/deletedVaults/payments`;
    emulator.put({ id: deletedId, properties: { scheduledPurgeDate: '2030-03-01T00:00:00Z' } });
    expect(await look()).toMatchObject({ deleted: { purgesOn: '2030-03-01T00:00:00Z' } });
  });

  it('R15: finds a Managed HSM among the deleted ones of its kind alone', async () => {
    const lookAfterDeleting = (kind: string) => {
      const { look, emulator } = site();
      const id = `/subscriptions/${subscription}/providers/Microsoft.KeyVault/${kind}/treasury`;
      emulator.put({ id, properties: { scheduledPurgeDate: '2030-03-01T00:00:00Z' } });
      return look('https://treasury.managedhsm.azure.net');
    };
    expect(await lookAfterDeleting('deletedVaults')).not.toHaveProperty('deleted');
    expect(await lookAfterDeleting('deletedManagedHSMs')).toMatchObject({
      isHsm: true,
      deleted: { purgesOn: '2030-03-01T00:00:00Z' },
    });
  });

  it.each(['https://treasury.managedhsm.azure.net', 'https://localhost:8444'])(
    'asks nothing of Event Grid for a Managed HSM, which sends no events: %s',
    async (hsm) => {
      const { look, emulator } = site();
      emulator.put({
        id: `${group}/providers/Microsoft.KeyVault/managedHSMs/treasury`,
        properties: { hsmUri: `${hsm}/` },
      });
      const view = await look(hsm);
      expect(view).toMatchObject({ isHsm: true, resource: {} });
      expect(view).not.toHaveProperty('subscriptions');
    },
  );
});
