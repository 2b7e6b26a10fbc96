import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aWorkplace, type RunningHost } from './host-process';

const hour = 3_600_000;

describe('the estate clock', () => {
  const workplace = aWorkplace();
  afterEach(async () => {
    await host.end();
  });
  afterAll(() => workplace.dispose());
  let host: RunningHost;
  const now = async () => Date.parse(String(Object(await (await host.get('/local/clock')).json()).now));

  it('moves forward by a duration or to a time, and tells it to the app', async () => {
    host = await workplace.start({ journal: 'forward' });
    const before = Date.now();
    expect((await host.post('/local/clock', { advance: 'P30D' })).status).toBe(200);
    expect((await now()) - before).toBeGreaterThanOrEqual(30 * 24 * hour);
    await host.post('/local/clock', { now: '2100-01-01T00:00:00Z' });
    const time = await (await host.get('/api/time')).json();
    expect(time).toMatchObject({ now: expect.stringMatching(/^2100-01-01T00:0/), isDate: true });
  });

  it('refuses to go back, and what it cannot read', async () => {
    host = await workplace.start({ journal: 'back' });
    for (const move of [{ now: '2020-01-01T00:00:00Z' }, { advance: '-P1D' }, { advance: 'soon' }, {}]) {
      expect((await host.post('/local/clock', move)).status).toBe(400);
    }
  });

  it('fires the durable timers that became due, and no other', async () => {
    host = await workplace.start({ journal: 'durable' });
    await host.post('/durabletask/orchestrators/sleep/short', hour);
    await host.post('/durabletask/orchestrators/sleep/long', 100 * 24 * hour);
    await host.idle();
    await host.post('/local/clock', { advance: 'P60D' });
    expect(await host.status('short')).toMatchObject({ output: 'awake' });
    expect((await host.idle()).orchestrations).toEqual({ Completed: 1, Running: 1 });
  });

  it('fires a timer function that was missed several times once, as past due', async () => {
    host = await workplace.start({ journal: 'cron' });
    const earlier = workplace.trace().length;
    const runs = () =>
      workplace
        .trace()
        .slice(earlier)
        .filter((line) => line.startsWith('hourly'));
    await host.post('/local/clock', { advance: 'P2D' });
    await host.idle();
    expect(runs()).toEqual(['hourly past due']);
    await host.post('/local/clock', { advance: 'PT1H' });
    await host.idle();
    expect(runs()).toHaveLength(2);
  });

  it('leaves a timer function alone that a setting disables, but for calls by hand', async () => {
    host = await workplace.start({ journal: 'disabled', env: { 'AzureWebJobs.hourly.Disabled': 'true' } });
    const earlier = workplace.trace().length;
    await host.post('/local/clock', { advance: 'P2D' });
    await host.idle();
    expect(workplace.trace().slice(earlier)).toEqual([]);
    await host.post('/admin/functions/hourly', {});
    await host.idle();
    expect(workplace.trace().slice(earlier)).toContain('hourly in time');
  });

  it('stands where it stood, with what fell due meanwhile, after a kill', async () => {
    host = await workplace.start({ journal: 'killed' });
    await host.post('/durabletask/orchestrators/sleep/sleeper', hour);
    await host.post('/local/clock', { advance: 'P365D' });
    const before = await now();
    await host.end();
    host = await workplace.start({ journal: 'killed' });
    expect(await now()).toBeGreaterThanOrEqual(before);
    expect(await host.status('sleeper')).toMatchObject({ output: 'awake' });
  });

  describe('with the rest of the estate', () => {
    const seen: string[] = [];
    let status = 200;
    const control = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
        response.writeHead(status, { 'content-type': 'application/json' }).end('{"from":"control"}');
      });
    });
    let origin = '';
    beforeAll(async () => {
      await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
      const address: AddressInfo | string | null = control.address();
      origin = `http://127.0.0.1:${Object(address).port}`;
    });
    afterAll(() => control.close());

    it('tells the others first, and stays where it is when they do not follow', async () => {
      host = await workplace.start({ journal: 'control', control: origin });
      await host.post('/local/clock', { now: '2100-01-01T00:00:00Z' });
      expect(seen.at(-1)).toBe('POST /local/clock {"now":"2100-01-01T00:00:00.000Z"}');
      const before = await now();
      status = 503;
      expect((await host.post('/local/clock', { advance: 'P1D' })).status).toBe(502);
      expect((await now()) - before).toBeLessThan(hour);
      status = 200;
    });

    it('brings them to the remembered time at the next start', async () => {
      host = await workplace.start({ journal: 'remembers' });
      await host.post('/local/clock', { now: '2100-01-01T00:00:00Z' });
      await host.end();
      host = await workplace.start({ journal: 'remembers', control: origin });
      expect(seen.at(-1)).toMatch(/^POST \/local\/clock \{"now":"2100-01-01T00:0/);
    });

    it('passes every other local request on', async () => {
      host = await workplace.start({ journal: 'proxy', control: origin });
      const response = await host.post('/local/faults?kind=lag', { seconds: 5 });
      expect(await response.json()).toEqual({ from: 'control' });
      expect(seen.at(-1)).toBe('POST /local/faults?kind=lag {"seconds":5}');
    });
  });
});
