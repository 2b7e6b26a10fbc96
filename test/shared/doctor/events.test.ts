import {
  type aPractice,
  cleanVault,
  delivery,
  deliveryOf,
  found,
  roleDelivery,
  rolesToUs,
  subscription,
  toUs,
  vault,
} from './a-practice';

describe('the doctor, of events', () => {
  it('R15: finds that a recovered vault has lost its event subscription', async () => {
    const { told, findings } = await found(({ arm }) => arm.remove(delivery));
    expect(told).toEqual([`event-subscription-missing at ${vault}`]);
    expect(findings[0]?.nextStep).toContain('azd hooks run postdeploy');
  });

  it('finds an event subscription that is not active', async () => {
    const { told } = await found(({ arm }) =>
      arm.put({ id: delivery, properties: { ...toUs, provisioningState: 'Failed' } }),
    );
    expect(told).toEqual([`event-subscription-unwell at ${vault}`]);
  });

  it('finds that events of a vault are brought to another app, and names it', async () => {
    const resourceId = '/sites/app-of-old/functions/onKeyVaultEvent';
    const { told, findings } = await found(({ arm }) =>
      arm.put({
        id: delivery,
        properties: { destination: { endpointType: 'AzureFunction', properties: { resourceId } } },
      }),
    );
    expect(told).toEqual([`event-subscription-missing at ${vault}`]);
    expect(findings[0]?.message).toContain(resourceId);
  });

  it('finds that changes of roles are not told, or told to another app', async () => {
    const gone = await found(({ arm }) => arm.remove(roleDelivery));
    expect(gone.told).toEqual([`role-events-missing at /subscriptions/${subscription}`]);
    expect(gone.findings[0]?.nextStep).toContain('azd hooks run postdeploy');
    const resourceId = '/sites/app-of-old/functions/onRoleChange';
    const astray = await found(({ arm }) =>
      arm.put({
        id: roleDelivery,
        properties: { destination: { endpointType: 'AzureFunction', properties: { resourceId } } },
      }),
    );
    expect(astray.told).toEqual(gone.told);
    expect(astray.findings[0]?.message).toContain(resourceId);
  });

  it('finds that the event subscription for changes of roles is not active', async () => {
    const { told } = await found(({ arm }) =>
      arm.put({ id: roleDelivery, properties: { ...rolesToUs, provisioningState: 'AwaitingManualAction' } }),
    );
    expect(told).toEqual([`event-subscription-unwell at /subscriptions/${subscription}`]);
  });

  describe('where events come by a queue', () => {
    const toQueue = (queueName: string) => ({
      deliveryWithResourceIdentity: { destination: { endpointType: 'StorageQueue', properties: { queueName } } },
    });
    const byQueue = ({ site, arm }: Awaited<ReturnType<typeof aPractice>>) => {
      site.receiver = { eventQueue: 'rewrap-events', site: 'app' };
      for (const id of [delivery, deliveryOf(cleanVault), roleDelivery])
        arm.put({ id, properties: toQueue('rewrap-events') });
    };

    it('finds nothing where nothing is wrong', async () => {
      expect((await found(byQueue)).told).toEqual([]);
    });

    it('finds events that go to another queue', async () => {
      const { told } = await found((practice) => {
        byQueue(practice);
        for (const id of [delivery, roleDelivery]) practice.arm.put({ id, properties: toQueue('orders') });
      });
      expect(told).toEqual([
        `event-subscription-missing at ${vault}`,
        `role-events-missing at /subscriptions/${subscription}`,
      ]);
    });

    it('finds events in the poison queue', async () => {
      const asked: string[][] = [];
      const { told, findings } = await found((practice) => {
        byQueue(practice);
        practice.site.poison = 3;
        asked.push(practice.asked);
      });
      expect(told).toEqual(['poison-queue at rewrap-events-poison']);
      expect(findings[0]?.nextStep).toContain('az storage message peek');
      expect(asked).toEqual([['https://rewrapstate.queue.core.windows.net/rewrap-events-poison?comp=metadata']]);
    });

    it('says so where it may not look into the poison queue', async () => {
      const { told, findings } = await found((practice) => {
        byQueue(practice);
        practice.site.poison = -1;
      });
      expect(told).toEqual(['check-failed at poison-queue']);
      expect(findings[0]?.message).toContain('403');
    });
  });
});
