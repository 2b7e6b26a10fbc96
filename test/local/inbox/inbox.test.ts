import { Webhook } from 'standardwebhooks';
import { createInbox, type InboxOptions } from '../../../local/inbox/inbox';

const webhookSecret = 'whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=';
const now = new Date('2030-01-01T00:00:00Z');
const alert = JSON.stringify({ type: 'rewrap.alert', data: { kind: 'RotationFailed' } });
const cloudEvent = { id: 'e', source: '/rewrap', type: 'Rewrap.RotationProven', specversion: '1.0', data: {} };

function anInbox(options: Partial<InboxOptions> = {}) {
  const inbox = createInbox({ now: () => now, webhookSecret, topicKey: 'topic-key', ...options });
  const ask = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    inbox.fetch(new Request(`http://localhost${path}`, { method, headers, ...(body !== undefined && { body }) }));
  const webhook = async (body = alert, at = now, signed = body) => {
    const signature = new Webhook(webhookSecret).sign('msg_1', at, signed);
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(at.getTime() / 1000),
      'webhook-signature': `v1,b2xk ${signature}`,
    };
    return (await ask('POST', '/webhook/pager', body, headers)).status;
  };
  const publish = async (events: unknown, headers: Record<string, string> = {}, version = '2018-01-01') => {
    const all = {
      'content-type': 'application/cloudevents-batch+json; charset=utf-8',
      'aeg-sas-key': 'topic-key',
      ...headers,
    };
    return (await ask('POST', `/topic/api/events?api-version=${version}`, JSON.stringify(events), all)).status;
  };
  return { inbox, ask, webhook, publish };
}

describe('the inbox, as a webhook', () => {
  it('takes what is signed with the shared secret, and keeps it', async () => {
    const { inbox, webhook } = anInbox();
    expect(await webhook()).toBe(204);
    expect(inbox.arrivals).toMatchObject([
      {
        at: now,
        to: 'pager',
        verified: true,
        answered: 204,
        body: JSON.parse(alert),
        headers: { 'webhook-id': 'msg_1' },
      },
    ]);
  });

  it('refuses what was changed on the way, is stale by the estate clock, or is not signed; and keeps that too', async () => {
    const { inbox, webhook, ask } = anInbox();
    expect(await webhook(alert, now, 'something else')).toBe(401);
    expect(await webhook(alert, new Date(now.getTime() - 301_000))).toBe(401);
    expect(await webhook(alert, new Date(now.getTime() - 299_000))).toBe(204);
    expect((await ask('POST', '/webhook/pager', alert)).status).toBe(401);
    expect(inbox.arrivals.map(({ verified }) => verified)).toEqual([false, false, true, false]);
  });

  it('agrees with the signature of a sample that another library made', async () => {
    const body =
      '{"type":"rotation.completed","timestamp":"2026-03-01T12:00:00.0000000Z","data":{"runId":"00000000-0000-0000-0000-000000000111"}}';
    const { ask } = anInbox({ now: () => new Date(1_772_366_400_000) });
    const headers = {
      'webhook-id': 'msg_00000000000000000000000001',
      'webhook-timestamp': '1772366400',
      'webhook-signature': 'v1,5xFsexalxAt2TDKScstJ0HH7q2rcWQdxjr/MB3sAfgg=',
    };
    expect((await ask('POST', '/webhook/pager', body, headers)).status).toBe(204);
  });

  it('fails on demand as often as asked, in process or over HTTP', async () => {
    const { inbox, webhook, ask } = anInbox();
    inbox.fail({ to: 'pager', status: 503, times: 2 });
    const failure = await ask('POST', '/local/inbox/failures', JSON.stringify({ to: 'pager', status: 410 }));
    expect(failure.status).toBe(204);
    expect([await webhook(), await webhook(), await webhook(), await webhook()]).toEqual([503, 503, 410, 204]);
    expect((await ask('POST', '/local/inbox/failures', JSON.stringify({ too: 'pager', status: 410 }))).status).toBe(
      400,
    );
  });
});

describe('the inbox, as an Event Grid topic', () => {
  it('takes a batch of CloudEvents with its key, and does not keep the key', async () => {
    const { inbox, publish, ask } = anInbox();
    expect(await publish([cloudEvent])).toBe(200);
    expect(inbox.arrivals).toMatchObject([{ to: 'topic', verified: true, body: [cloudEvent] }]);
    expect(await (await ask('GET', '/local/inbox')).text()).not.toContain('topic-key');
  });

  it('refuses a wrong key, unless a bearer token stands in for it', async () => {
    const wrong = { 'aeg-sas-key': 'topic-kez' };
    expect(await anInbox().publish([cloudEvent], wrong)).toBe(401);
    expect(await anInbox({ maySend: async () => true }).publish([cloudEvent], wrong)).toBe(200);
  });

  it('refuses another api-version, another envelope, and events without a type', async () => {
    const { publish } = anInbox();
    expect(await publish([cloudEvent], {}, '2020-01-01')).toBe(400);
    expect(await publish([cloudEvent], { 'content-type': 'application/json' })).toBe(400);
    const { type: _, ...typeless } = cloudEvent;
    expect(await publish([typeless])).toBe(400);
  });

  it('forgets everything when it is cleared', async () => {
    const { inbox, publish, ask } = anInbox();
    await publish([cloudEvent]);
    inbox.fail({ to: 'topic', status: 500 });
    expect((await ask('DELETE', '/local/inbox')).status).toBe(204);
    expect(inbox.arrivals).toEqual([]);
    expect(await publish([cloudEvent])).toBe(200);
  });
});
