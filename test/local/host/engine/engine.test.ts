import * as df from 'durable-functions';
import { activity, aFolder, anEngine, dawn, orchestration, type TestEngine } from './an-engine';

activity('double', (n: number) => 2 * n);
activity('echo', (value: unknown) => value);
activity('nothing', () => undefined);
activity('breaks', () => {
  throw new Error('no luck');
});

let attempts = 0;
activity('thirdTimeLucky', () => {
  attempts++;
  if (attempts < 3) throw new Error(`attempt ${attempts}`);
  return attempts;
});
const retries = (attemptsAllowed: number) =>
  Object.assign(new df.RetryOptions(1_000, attemptsAllowed), {
    backoffCoefficient: 2,
    maxRetryIntervalInMilliseconds: 1_500,
  });

describe('an orchestration', () => {
  const folder = aFolder();
  let host: TestEngine;
  beforeEach(() => {
    host = anEngine(folder.file(expect.getState().currentTestName?.replaceAll(/\W+/g, '-') ?? ''));
  });
  afterEach(() => host.close());
  afterAll(() => folder.remove());

  it('hands inputs and results over as they are', async () => {
    orchestration('echoes', function* ({ df: engine }) {
      const values = [engine.getInput(), '123', 'text', 7, null, { deep: ['x'] }, true];
      return yield engine.Task.all(values.map((value) => engine.callActivity('echo', value)));
    });
    const { output } = await host.run('echoes', 'start');
    expect(output).toEqual(['start', '123', 'text', 7, null, { deep: ['x'] }, true]);
  });

  it('takes a result of undefined for null', async () => {
    orchestration('empty', function* ({ df: engine }) {
      return [yield engine.callActivity('nothing')];
    });
    expect((await host.run('empty')).output).toEqual([null]);
  });

  it('fails with the error of its activity, in the words of Azure', async () => {
    orchestration('fails', function* ({ df: engine }) {
      yield engine.callActivity('breaks');
    });
    expect(await host.run('fails')).toMatchObject({
      status: 'Failed',
      output: expect.stringContaining("Activity function 'breaks' failed: no luck"),
    });
  });

  it('fails, instead of hanging, at an error without a message', async () => {
    orchestration('speechless', function* ({ df: engine }) {
      yield engine.callActivity('nothing');
      throw new Error('');
    });
    expect(await host.run('speechless')).toMatchObject({
      status: 'Failed',
      output: expect.stringContaining('without'),
    });
  });

  it('tries again after 1 s, then after the longest interval', async () => {
    orchestration('patient', function* ({ df: engine }) {
      return yield engine.callActivityWithRetry('thirdTimeLucky', retries(3));
    });
    attempts = 0;
    await host.run('patient');
    await host.pass(999);
    expect(attempts).toBe(1);
    await host.pass(1);
    expect(attempts).toBe(2);
    await host.pass(1_499);
    expect(attempts).toBe(2);
    await host.pass(1);
    expect(host.standing('patient')).toMatchObject({ status: 'Completed', output: 3 });
  });

  it('raises the error of the last attempt one interval after it', async () => {
    orchestration('hopeless', function* ({ df: engine }) {
      try {
        yield engine.callActivityWithRetry('breaks', retries(2));
      } catch (error) {
        return String(error);
      }
    });
    await host.run('hopeless');
    await host.pass(1_000);
    expect(host.standing('hopeless').status).toBe('Running');
    await host.pass(1_500);
    expect(host.standing('hopeless').output).toContain('no luck');
  });

  it('sees the time at which its timer was due, or later', async () => {
    orchestration('sleeps', function* ({ df: engine }) {
      yield engine.createTimer(new Date(+dawn + 40 * 86_400_000));
      return engine.currentUtcDateTime.toISOString();
    });
    await host.run('sleeps');
    await host.pass(39 * 86_400_000);
    expect(host.standing('sleeps').status).toBe('Running');
    await host.pass(86_400_000);
    expect(host.standing('sleeps').output).toBe('2026-04-10T00:00:00.000Z');
  });

  it('takes the event or the timer, whichever comes first, and forgets the cancelled timer', async () => {
    orchestration('waits', function* ({ df: engine }) {
      const event = engine.waitForExternalEvent('go');
      const timer = engine.createTimer(new Date(+engine.currentUtcDateTime + 1_000));
      const first = yield engine.Task.any([event, timer]);
      if (first === timer) return 'late';
      timer.cancel();
      yield engine.waitForExternalEvent('more');
      return event.result;
    });
    await host.run('waits', null, 'told');
    host.engine.raise('told', 'go', '{"by":"me"}');
    await host.settled();
    expect(host.engine.instances.get('told')?.timers).toEqual({});
    host.engine.raise('told', 'more', 'null');
    await host.run('waits', null, 'left');
    await host.pass(1_000);
    expect(host.standing('told').output).toEqual({ by: 'me' });
    expect(host.standing('left').output).toBe('late');
  });

  it('keeps an event that comes before it is waited for', async () => {
    orchestration('busy', function* ({ df: engine }) {
      yield engine.createTimer(new Date(+dawn + 1_000));
      return yield engine.waitForExternalEvent('early');
    });
    await host.run('busy');
    host.engine.raise('busy', 'early', '"kept"');
    await host.settled();
    await host.pass(1_000);
    expect(host.standing('busy').output).toBe('kept');
  });

  it('keeps an event that comes during the turn in which it begins anew', async () => {
    orchestration('interrupted', function* ({ df: engine }) {
      if (engine.getInput() === 'again') return yield engine.waitForExternalEvent('go');
      yield engine.callActivity('nothing');
      host.engine.raise('interrupted', 'go', '"kept"');
      engine.continueAsNew('again');
    });
    expect((await host.run('interrupted')).output).toBe('kept');
  });

  it('begins anew with an empty history', async () => {
    orchestration('counts', function* ({ df: engine }) {
      const n: number = engine.getInput() ?? 0;
      if (n === 3) return yield engine.waitForExternalEvent('stop');
      yield engine.callActivity('double', n);
      engine.continueAsNew(n + 1);
    });
    await host.run('counts', 0);
    expect(host.engine.instances.get('counts')?.input).toBe('3');
    expect(host.engine.instances.get('counts')?.history).toHaveLength(3);
    host.engine.raise('counts', 'stop', '"stopped"');
    await host.settled();
    expect(host.standing('counts').output).toBe('stopped');
  });

  it('tells its custom status while it runs', async () => {
    orchestration('tells', function* ({ df: engine }) {
      engine.setCustomStatus({ step: 1 });
      yield engine.waitForExternalEvent('go');
    });
    expect((await host.run('tells')).customStatus).toEqual({ step: 1 });
  });

  it('fails when a turn cannot be taken, instead of trying for ever', async () => {
    orchestration('calls what is not there', function* ({ df: engine }) {
      yield engine.callActivity('missing');
    });
    expect(await host.run('calls what is not there')).toMatchObject({
      status: 'Failed',
      output: expect.stringContaining('Expected an activity named missing in the app, found none'),
    });
  });
});
