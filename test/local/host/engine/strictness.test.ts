import * as df from 'durable-functions';
import { activity, aFolder, anEngine, dawn, orchestration } from './an-engine';

const tooLarge = 'x'.repeat(64 * 1024 - 1);
const justFits = 'x'.repeat(64 * 1024 - 2);

activity('echo', (value: unknown) => value);
let calls = 0;
activity('large', () => {
  calls++;
  return tooLarge;
});
let secondPass = false;

orchestration('awaits twice', function* ({ df: engine }) {
  const a = engine.callActivity('echo', 1);
  const timer = engine.createTimer(new Date(+dawn + 1_000));
  yield engine.Task.any([a, timer]);
  yield engine.Task.any([timer, engine.callActivity('echo', 2)]);
});
orchestration('passes much', function* ({ df: engine }) {
  return yield engine.callActivity('echo', engine.getInput() === 'fits' ? justFits : tooLarge);
});
orchestration('gets much', function* ({ df: engine }) {
  const retries = new df.RetryOptions(1_000, 3);
  return yield engine.callActivityWithRetry('large', retries);
});
orchestration('returns much', function* ({ df: engine }) {
  yield engine.callActivity('echo');
  return tooLarge;
});
orchestration('tells much', function* ({ df: engine }) {
  engine.setCustomStatus(tooLarge);
  yield engine.waitForExternalEvent('go');
});
orchestration('begins anew with much', function* ({ df: engine }) {
  yield engine.callActivity('echo');
  engine.continueAsNew(tooLarge);
});
orchestration('asks a child for much', function* ({ df: engine }) {
  yield engine.callSubOrchestrator('returns much', tooLarge);
});
orchestration('calls an entity', function* ({ df: engine }) {
  yield engine.callEntity(new df.EntityId('counter', 'one'), 'add');
});
orchestration('calls a web page', function* ({ df: engine }) {
  yield engine.callHttp({ method: 'GET', url: 'http://localhost/', enablePolling: false });
});
orchestration('gives up by the clock', function* ({ df: engine }) {
  const retries = Object.assign(new df.RetryOptions(1_000, 3), { retryTimeoutInMilliseconds: 5_000 });
  yield engine.callActivityWithRetry('echo', retries);
});
orchestration('changes its mind', function* ({ df: engine }) {
  yield secondPass ? engine.createTimer(new Date(+dawn + 1_000)) : engine.callActivity('echo', 1);
  yield engine.waitForExternalEvent('go');
});

describe('what Azure would corrupt or refuse', () => {
  const folder = aFolder();
  const host = anEngine(folder.file('journal'));
  afterAll(() => {
    host.close();
    folder.remove();
  });

  it.each([
    ['awaits twice', 'Expected each task in one place, found the timer for 2026-03-01T00:00:01.000Z in two of them'],
    ['passes much', 'Expected the input of activity echo to have at most 65536 bytes of JSON, found 65537'],
    ['gets much', 'Expected the result of activity large to have at most 65536 bytes of JSON, found 65537'],
    ['returns much', 'Expected the output of returns much to have at most'],
    ['tells much', 'Expected the custom status of tells much to have at most'],
    ['begins anew with much', 'Expected the input for continueAsNew of begins anew with much to have at most'],
    ['asks a child for much', 'Expected the input of sub returns much to have at most'],
    ['calls an entity', 'found callEntity'],
    ['calls a web page', 'found callHttp'],
    ['gives up by the clock', 'Expected no retryTimeoutInMilliseconds for echo'],
  ])('fails an orchestration that %s, and says why', async (name, because) => {
    expect(await host.run(name)).toMatchObject({ status: 'Failed', output: expect.stringContaining(because) });
  });

  it('lets the largest payload pass', async () => {
    expect((await host.run('passes much', 'fits', 'fits')).status).toBe('Completed');
  });

  it('does not try again what gives too much', () => {
    expect(calls).toBe(1);
  });

  it('refuses a start and an event with too much', () => {
    const input = JSON.stringify(tooLarge);
    expect(() => host.engine.start({ name: 'returns much', input })).toThrow('the input of returns much');
    expect(() => host.engine.raise('nobody', 'go', input)).toThrow('the event go');
  });

  it('fails an orchestration whose code changed under it', async () => {
    await host.run('changes its mind');
    secondPass = true;
    host.engine.raise('changes its mind', 'go', 'null');
    await host.settled();
    expect(host.standing('changes its mind')).toMatchObject({
      status: 'Failed',
      output: expect.stringContaining('Expected step 0 to be activity echo as in an earlier turn, found a timer'),
    });
  });
});
