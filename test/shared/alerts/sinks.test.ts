import { createHmac } from 'node:crypto';
import type { Alert } from '../../../shared/alerts/alert';
import { deliver } from '../../../shared/alerts/deliver';
import { eventGridSink } from '../../../shared/alerts/event-grid-sink';
import { sinksOf } from '../../../shared/alerts/sinks';
import { webhookSink } from '../../../shared/alerts/webhook-sink';
import { anAlert } from './sinks-under-test';
import { startReceiver } from './receiver';

const key = Buffer.alloc(32, 1);
const secret = `whsec_${key.toString('base64')}`;
const now = () => new Date('2027-03-01T12:00:00.500Z');
const alert: Alert = { ...anAlert(), id: 'alert-1', at: '2027-03-01T11:00:00.000Z' };
const signal = new AbortController().signal;

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

describe('webhookSink', () => {
  const sink = () => webhookSink({ name: 'pager', url: `http://${receiver.host}/hooks/t0ken`, secret, now });

  it('posts the alert under its id, signed as Standard Webhooks for the time of sending', async () => {
    expect(await sink().deliver(alert, signal)).toEqual({ outcome: 'taken' });
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    const signature = createHmac('sha256', key).update(`alert-1.1803902400.${body}`).digest('base64');
    expect(headers).toMatchObject({
      'webhook-id': 'alert-1',
      'webhook-timestamp': '1803902400',
      'webhook-signature': `v1,${signature}`,
    });
    expect(JSON.parse(body)).toEqual({ type: 'Rewrap.RotationParked', timestamp: alert.at, data: alert });
  });

  it.each([
    [500, 'later'],
    [404, 'later'],
    [429, 'later'],
    [410, 'never'],
  ])('takes %s for "%s" and names the host alone', async (status, outcome) => {
    receiver.answer.status = status;
    expect(await sink().deliver(alert, signal)).toEqual({ outcome, because: `${receiver.host} answered ${status}` });
  });

  it('follows no redirect', async () => {
    Object.assign(receiver.answer, { status: 307, location: '/elsewhere' });
    expect(await sink().deliver(alert, signal)).toMatchObject({ outcome: 'later' });
    expect(receiver.received).toHaveLength(1);
  });
});

describe('eventGridSink', () => {
  const sink = () =>
    eventGridSink({ name: 'topic', endpoint: `http://${receiver.host}/api/events`, credential: 'k3y' });

  it('sends a CloudEvent that bears the id, kind and subject of the alert', async () => {
    expect(await sink().deliver(alert, signal)).toEqual({ outcome: 'taken' });
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    expect(headers).toMatchObject({ 'aeg-sas-key': 'k3y' });
    expect(headers['content-type']).toContain('application/cloudevents-batch+json');
    expect(JSON.parse(body)).toEqual([
      expect.objectContaining({
        id: 'alert-1',
        type: 'Rewrap.RotationParked',
        source: '/rewrap',
        subject: alert.subject,
        time: alert.at,
        data: alert,
      }),
    ]);
  });

  it.each([
    [503, 'later'],
    [401, 'later'],
    [429, 'later'],
    [400, 'never'],
    [413, 'never'],
  ])('takes %s for "%s", asks once and names the host alone', async (status, outcome) => {
    receiver.answer.status = status;
    expect(await sink().deliver(alert, signal)).toEqual({ outcome, because: `${receiver.host} answered ${status}` });
    expect(receiver.received).toHaveLength(1);
  });
});

describe('deliver', () => {
  it.each([
    [
      'a webhook that nobody answers',
      () => webhookSink({ name: 'pager', url: 'http://127.0.0.1:1/t0ken', secret, now }),
    ],
    ['a webhook whose address is none', () => webhookSink({ name: 'pager', url: 't0ken', secret, now })],
    [
      'a webhook whose secret is none',
      () => webhookSink({ name: 'pager', url: 'http://127.0.0.1:1/t0ken', secret: 't0ken!', now }),
    ],
    [
      'a topic that nobody answers',
      () => eventGridSink({ name: 'pager', endpoint: 'http://127.0.0.1:1/t0ken', credential: 't0ken' }),
    ],
  ])('says later for %s and gives nothing away', async (_name, sink) => {
    const delivery = await deliver(sink(), alert);
    expect(delivery).toEqual({ outcome: 'later', because: expect.stringMatching(/^pager could not be reached: \w+/) });
    expect(JSON.stringify(delivery)).not.toMatch(/t0ken|whsec|127\.0\.0\.1/);
  });
});

describe('sinksOf', () => {
  const credential = { getToken: async () => null };
  const webhook = {
    type: 'webhook',
    name: 'pager',
    urlSetting: 'REWRAP_SINK_URL',
    secretSetting: 'REWRAP_SINK_SECRET',
  } as const;
  const topic = { type: 'event-grid', name: 'topic', keySetting: 'REWRAP_SINK_KEY' } as const;

  it('makes the sinks that the policy names, with addresses and secrets from the settings', async () => {
    const settings: Record<string, string> = {
      REWRAP_SINK_URL: `http://${receiver.host}/hooks`,
      REWRAP_SINK_SECRET: secret,
      REWRAP_SINK_KEY: 'k3y',
    };
    const policy = { sinks: [webhook, { ...topic, endpoint: `http://${receiver.host}/api/events` }] };
    const sinks = sinksOf(policy, { settings: (name) => settings[name], credential, now });
    for (const sink of sinks) expect(await sink.deliver(alert, signal)).toEqual({ outcome: 'taken' });
    expect(sinks.map(({ name }) => name)).toEqual(['pager', 'topic']);
    expect(receiver.received.map(({ url }) => url.split('?')[0])).toEqual(['/hooks', '/api/events']);
  });

  it('keeps a sink that lacks a setting, and has it name the setting', async () => {
    const policy = { sinks: [webhook, { ...topic, endpoint: 'https://topic.example/api/events' }] };
    const sinks = sinksOf(policy, { settings: () => undefined, credential, now });
    const [first, second] = await Promise.all(sinks.map((sink) => sink.deliver(alert, signal)));
    expect(first).toMatchObject({
      outcome: 'later',
      because: expect.stringContaining('REWRAP_SINK_URL, REWRAP_SINK_SECRET'),
    });
    expect(second).toMatchObject({ outcome: 'later', because: expect.stringContaining('REWRAP_SINK_KEY') });
  });
});
