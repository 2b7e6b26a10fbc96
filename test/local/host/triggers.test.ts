import { aWorkplace, type RunningHost } from './host-process';

describe('the host', () => {
  const workplace = aWorkplace();
  let host: RunningHost;
  beforeAll(async () => {
    host = await workplace.start();
  });
  afterAll(() => workplace.dispose());

  it('serves HTTP functions under the prefix of host.json', async () => {
    expect(await (await host.get('/api/health')).json()).toEqual({ ok: true });
    expect((await host.get('/health')).status).toBe(404);
  });

  it('hands over typed and optional parameters, query and body, and gives back status, headers and cookies', async () => {
    const response = await host.post('/api/things/7/wheel?q=yes', { a: 1 });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-seen')).toBe('yes');
    expect(response.headers.get('set-cookie')).toBe('crumb=one; Path=/; HttpOnly');
    expect(await response.json()).toEqual({ params: { id: '7', part: 'wheel' }, body: '{"a":1}' });
    expect(await (await host.get('/api/things/8')).json()).toEqual({ params: { id: '8' }, body: '' });
    expect((await host.get('/api/things/x')).status).toBe(404);
  });

  it('prefers the more literal of two routes', async () => {
    expect(await (await host.get('/api/things/special')).text()).toBe('special');
  });

  it('answers 204 for a function that returns nothing, and 404 for a method it does not take', async () => {
    expect((await host.post('/api/silent', {})).status).toBe(204);
    expect((await host.get('/api/silent')).status).toBe(404);
  });

  it('answers 500 for a function that throws, and writes one line of JSON for each message to the log', async () => {
    expect((await host.get('/api/breaks')).status).toBe(500);
    await host.idle();
    const lines = host
      .log()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warning', function: 'breaks', message: "about to break { key: 'k' }" }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', function: 'breaks', message: 'failed: broken page' }),
    );
  });

  it('calls the hooks of the app around a function', async () => {
    await host.get('/api/health');
    expect(workplace.trace()).toContain('before health');
  });

  it('lets an activity use its durable client', async () => {
    await host.post('/durabletask/orchestrators/starter/starter');
    expect(await host.status('starter')).toMatchObject({ output: 'another' });
    expect(await host.status('another', 'Running')).toMatchObject({ name: 'listen' });
  });

  it('fires a timer by hand, as the real host does', async () => {
    expect((await host.post('/admin/functions/hourly', {})).status).toBe(202);
    expect((await host.post('/admin/functions/health', {})).status).toBe(404);
    await host.idle();
    expect(workplace.trace()).toContain('hourly in time');
  });

  it('refuses a second host on its journal', async () => {
    await expect(workplace.start()).rejects.toThrow(`found it in use by process ${host.pid}`);
  });
});

describe('the Event Grid webhook', () => {
  const workplace = aWorkplace();
  const webhook = '/runtime/webhooks/eventgrid?functionName=onThing';
  const notification = { 'aeg-event-type': 'Notification' };
  let host: RunningHost;
  beforeAll(async () => {
    host = await workplace.start();
  });
  afterAll(() => workplace.dispose());

  it('answers the handshake of the Event Grid schema', async () => {
    const response = await host.post(webhook, [{ id: '1', data: { validationCode: 'abc' } }], {
      'aeg-event-type': 'SubscriptionValidation',
    });
    expect([response.status, await response.json()]).toEqual([200, { validationResponse: 'abc' }]);
  });

  it('answers the handshake of CloudEvents', async () => {
    const headers = { 'WebHook-Request-Origin': 'eventgrid.azure.net' };
    const response = await fetch(host.origin + webhook, { method: 'OPTIONS', headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('webhook-allowed-origin')).toBe('eventgrid.azure.net');
  });

  it('calls the function once for each event of an array, and for a CloudEvent on its own', async () => {
    expect((await host.post(webhook, [{ id: 'a' }, { id: 'b' }], notification)).status).toBe(202);
    const cloudEvent = { ...notification, 'content-type': 'application/cloudevents+json' };
    expect((await host.post(webhook, { specversion: '1.0', id: 'c' }, cloudEvent)).status).toBe(202);
    expect(workplace.trace().filter((line) => line.startsWith('thing'))).toEqual(['thing a', 'thing b', 'thing c']);
  });

  it('answers 500 when one event of several fails', async () => {
    const events = [{ id: 'd' }, { id: 'e', data: { bad: true } }];
    expect((await host.post(webhook, events, notification)).status).toBe(500);
    expect(workplace.trace()).toContain('thing d');
  });

  it('answers 404 for a function that is not there, and 400 for a delivery without its kind', async () => {
    expect((await host.post('/runtime/webhooks/eventgrid?functionName=no', [], notification)).status).toBe(404);
    expect((await host.post(webhook, [])).status).toBe(400);
  });
});
