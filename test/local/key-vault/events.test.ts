import { asCloudEvent } from '../../../local/key-vault/vault';
import { day, serveVault, type ServedVault } from './served-vault';

let kv: ServedVault;
const resourceId = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/contoso-kv';
beforeEach(async () => {
  kv = await serveVault({ resourceId });
});
afterEach(() => kv.close());

const raised = () => kv.events.splice(0).map(({ eventType, data }) => `${eventType.split('.')[2]} ${data.Version}`);
const inDays = (days: number) => new Date(kv.clock.now.getTime() + days * day);

describe('events', () => {
  it('have the wire form of Event Grid, with capital letters and Unix seconds in data', async () => {
    const { id, properties } = await kv.client.createEcKey('app-key', { expiresOn: new Date('2027-02-24T00:00:00Z') });
    expect(kv.events).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        topic: resourceId,
        subject: 'app-key',
        eventType: 'Microsoft.KeyVault.KeyNewVersionCreated',
        eventTime: '2026-03-01T12:00:00.000Z',
        data: {
          Id: id,
          VaultName: 'contoso-kv',
          ObjectType: 'Key',
          ObjectName: 'app-key',
          Version: properties.version,
          NBF: null,
          EXP: 1_803_427_200,
        },
        dataVersion: '1',
        metadataVersion: '1',
      },
    ]);
  });

  it('can be shown as CloudEvents', async () => {
    await kv.client.createEcKey('cloudy');
    const [event] = kv.events;
    expect(event && asCloudEvent(event)).toEqual({
      id: event?.id,
      source: resourceId,
      subject: 'cloudy',
      type: 'Microsoft.KeyVault.KeyNewVersionCreated',
      time: '2026-03-01T12:00:00.000Z',
      data: event?.data,
      specversion: '1.0',
    });
  });

  it('tell of each new version, however it was made, and of nothing else', async () => {
    const created = await kv.client.createEcKey('told');
    const rotated = await kv.client.rotateKey('told');
    const backup = (await kv.client.backupKey('told')) ?? new Uint8Array();
    await kv.client.updateKeyProperties('told', { enabled: false });
    await kv.call('DELETE', '/keys/told');
    await kv.call('POST', '/deletedkeys/told/recover');
    const other = await serveVault();
    await other.client.restoreKeyBackup(backup);
    await other.close();
    expect(raised()).toEqual([created, rotated].map(({ properties }) => `KeyNewVersionCreated ${properties.version}`));
    expect(other.events.map(({ data }) => data.Version)).toEqual([rotated.properties.version]);
  });
});

describe('notices of expiry', () => {
  it('come once each: 30 days before, and at the end', async () => {
    const { properties } = await kv.client.createEcKey('ending', { expiresOn: inDays(40) });
    raised();
    const after = (days: number) => {
      kv.clock.pass(days * day);
      kv.vault.tick();
      kv.vault.tick();
      return raised();
    };
    const { version } = properties;
    expect([after(9), after(1), after(29), after(1), after(100)]).toEqual([
      [],
      [`KeyNearExpiry ${version}`],
      [],
      [`KeyExpired ${version}`],
      [],
    ]);
  });

  it('come as early as the Notify action of the policy says', async () => {
    await kv.client.createEcKey('early', { expiresOn: inDays(90) });
    await kv.client.updateKeyRotationPolicy('early', {
      expiresIn: 'P90D',
      lifetimeActions: [{ action: 'Notify', timeBeforeExpiry: 'P60D' }],
    });
    raised();
    kv.clock.pass(30 * day);
    kv.vault.tick();
    expect(raised()).toEqual([expect.stringMatching(/^KeyNearExpiry/)]);
  });

  it('come at once for a version made inside the window', async () => {
    const { properties } = await kv.client.createEcKey('late', { expiresOn: inDays(1) });
    expect(raised()).toEqual([`KeyNewVersionCreated ${properties.version}`, `KeyNearExpiry ${properties.version}`]);
  });

  it('tell of the current version alone', async () => {
    await kv.client.createEcKey('replaced', { expiresOn: inDays(40) });
    await kv.client.createEcKey('replaced');
    raised();
    kv.clock.pass(50 * day);
    kv.vault.tick();
    expect(raised()).toEqual([]);
  });
});
