import { takeKeyVaultEvent } from '../../../functions/on-key-vault-event';
import { takeQueuedEvent } from '../../../functions/on-queued-event';
import { takeRoleChange } from '../../../functions/on-role-change';
import { runSelfTests, type Publish } from '../../../shared/self-test/run-self-tests';
import type { SyntheticEvent } from '../../../shared/self-test/synthetic-events';
import { aSite } from '../../functions/a-site';
import { aPolicy } from '../policy/a-policy';

const subscription = '00000000-0000-0000-0000-000000000001';
const topicEndpoint = 'https://self-test.eventgrid.azure.net/api/events';

/** A site whose clock runs, and a topic that delivers to its triggers until it is cut off. */
const aRoute = ({ isOn = true, subscriptions = [subscription], topic = '' } = {}) => {
  const site = aSite();
  let time = site.world.now();
  const policy = aPolicy({
    scope: { subscriptions, vaults: ['https://payments.vault.azure.net'] },
    ...(isOn && { selfTest: { topicEndpoint } }),
  });
  const world = { ...site.world, now: () => time, policy: async () => policy };
  const there = { ...site, world };
  const sent: SyntheticEvent[] = [];
  const route = { isCut: false, refuses: false };
  const publish: Publish = async (endpoint, event) => {
    expect(endpoint).toBe(topic || topicEndpoint);
    if (route.refuses) throw new Error('the topic answered 403');
    sent.push(event);
    if (route.isCut) return;
    const raw: unknown = JSON.parse(JSON.stringify({ ...event, specversion: '1.0' }));
    await (event.type.startsWith('Microsoft.KeyVault') ? takeKeyVaultEvent(raw, there) : takeRoleChange(raw, there));
  };
  let count = 0;
  const hour = async (hours = 1) => {
    for (let n = 0; n < hours; n += 1) {
      await runSelfTests({ ...world, publish, topic: topic || undefined, random: () => String((count += 1)) });
      time = new Date(time.getTime() + 3_600_000);
    }
  };
  return { ...site, there, world, sent, route, hour, alerts: () => site.alerts.raised };
};

describe('the daily self-test', () => {
  it('sends a synthetic event of each kind once a day, which only leaves a note', async () => {
    const { hour, sent, alerts, world, started, stores } = aRoute();
    await hour(24);
    expect(sent.map(({ type }) => type)).toEqual([
      'Microsoft.KeyVault.KeyNearExpiry',
      'Microsoft.Resources.ResourceWriteSuccess',
    ]);
    expect(await world.selfTests.last('near-expiry')).toHaveProperty('arrivedAt');
    expect(await world.selfTests.last('role-change')).toHaveProperty('arrivedAt');
    expect({ alerts: alerts(), started, letters: stores.letters.kept }).toEqual({
      alerts: [],
      started: [],
      letters: [],
    });
    await hour();
    expect(sent).toHaveLength(4);
  });

  it('alerts by the sinks, once, when an event has not arrived within the hour', async () => {
    const { hour, route, alerts } = aRoute();
    route.isCut = true;
    await hour();
    expect(alerts()).toEqual([]);
    await hour(20);
    expect(alerts()).toMatchObject([
      { kind: 'NeedsPerson', severity: 'critical', subject: 'self-test near-expiry' },
      { kind: 'NeedsPerson', severity: 'critical', subject: 'self-test role-change' },
    ]);
    expect(alerts()[0]?.whatToDo).toContain('npm run doctor');
  });

  it('is quiet again when the next one arrives', async () => {
    const { hour, route, alerts } = aRoute();
    route.isCut = true;
    await hour(24);
    route.isCut = false;
    await hour(24);
    expect(alerts()).toHaveLength(2);
  });

  it('tells why an event could not even be sent', async () => {
    const { hour, route, alerts } = aRoute();
    route.refuses = true;
    await hour(2);
    expect(alerts()[0]?.summary).toContain('could not be sent');
    expect(alerts()[0]?.summary).toContain('the topic answered 403');
  });

  it('comes by the queue as well, where events do', async () => {
    const { hour, sent, there, world, stores } = aRoute();
    const inQueue: string[] = [];
    await runSelfTests({
      ...world,
      publish: async (_, event) => void inQueue.push(JSON.stringify({ ...event, specversion: '1.0' })),
      random: () => 'q',
    });
    for (const message of inQueue) await takeQueuedEvent(message, there);
    await hour();
    expect({ sent, letters: stores.letters.kept }).toEqual({ sent: [], letters: [] });
    expect(await world.selfTests.last('near-expiry')).toHaveProperty('arrivedAt');
    expect(await world.selfTests.last('role-change')).toHaveProperty('arrivedAt');
  });

  it('takes the topic that the template made where the policy names none', async () => {
    const { hour, sent } = aRoute({ isOn: false, topic: 'https://made.eventgrid.azure.net/api/events' });
    await hour();
    expect(sent).toHaveLength(2);
  });

  it('does nothing where there is no topic, and makes no role change without a subscription', async () => {
    const off = aRoute({ isOn: false });
    await off.hour(3);
    expect(off.sent).toEqual([]);
    const alone = aRoute({ subscriptions: [] });
    await alone.hour(3);
    expect(alone.sent.map(({ type }) => type)).toEqual(['Microsoft.KeyVault.KeyNearExpiry']);
  });

  it('takes an event that only looks like a self-test as any other', async () => {
    const { hour, sent, there, world, logged } = aRoute();
    await hour();
    const forged = { ...sent[0], id: 'rewrap-self-test-near-expiry-forged' };
    await takeKeyVaultEvent(JSON.parse(JSON.stringify(forged)), there);
    expect(JSON.stringify(logged)).not.toContain('forged');
    expect((await world.selfTests.last('near-expiry'))?.id).toBe(sent[0]?.id);
    expect(there.stores.letters.kept).toHaveLength(1);
  });
});
