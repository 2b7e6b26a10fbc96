import { activity, aFolder, anEngine, dawn, orchestration } from './an-engine';

const release: (() => void)[] = [];
activity('held', () => new Promise<void>((resolve) => release.push(resolve)));
orchestration('holds', function* ({ df: engine }) {
  return yield engine.callActivity('held');
});
orchestration('listens', function* ({ df: engine }) {
  const first = engine.waitForExternalEvent('go');
  yield engine.Task.all([first, engine.createTimer(new Date(+dawn + 1_000))]);
  return first.result;
});

describe('the engine', () => {
  const folder = aFolder();
  const host = anEngine(folder.file('journal'));
  afterAll(() => {
    host.close();
    folder.remove();
  });

  it('refuses a second living instance of an id, and replaces one that has ended', async () => {
    await host.run('listens', null, 'only');
    expect(() => host.engine.start({ name: 'listens', id: 'only' })).toThrow('found one');
    host.engine.terminate('only', 'enough');
    expect((await host.run('listens', null, 'only')).status).toBe('Running');
  });

  it('refuses to start what the app does not have', () => {
    expect(() => host.engine.start({ name: 'double' })).toThrow('Expected an orchestrator named double');
  });

  it('ends a terminated instance at once, with the reason as output', async () => {
    await host.run('listens', null, 'doomed');
    host.engine.terminate('doomed', 'no longer needed');
    expect(host.standing('doomed')).toMatchObject({ status: 'Terminated', output: 'no longer needed' });
  });

  it('drops the result of an activity whose instance was replaced meanwhile', async () => {
    host.engine.start({ name: 'holds', id: 'held' });
    while (release.length < 1) await new Promise(setImmediate);
    host.engine.terminate('held', 'enough');
    host.engine.start({ name: 'holds', id: 'held' });
    while (release.length < 2) await new Promise(setImmediate);
    release[0]?.();
    await new Promise(setImmediate);
    expect(host.standing('held').status).toBe('Running');
    release[1]?.();
    await host.settled();
    expect(host.standing('held').status).toBe('Completed');
  });

  it('keeps events and timers of a suspended instance until it goes on', async () => {
    await host.run('listens', null, 'paused');
    host.engine.suspend('paused', true);
    host.engine.raise('paused', 'go', '"kept"');
    await host.pass(1_000);
    expect(host.standing('paused').status).toBe('Suspended');
    host.engine.suspend('paused', false);
    await host.settled();
    expect(host.standing('paused')).toMatchObject({ status: 'Completed', output: 'kept' });
  });

  it('forgets finished instances, and only those', async () => {
    host.engine.start({ name: 'holds', id: 'alive' });
    expect(host.engine.purge(['doomed', 'alive', 'nobody'])).toBe(1);
    expect(host.engine.instances.has('doomed')).toBe(false);
    expect(host.engine.instances.has('alive')).toBe(true);
  });

  it('is idle only when neither a turn nor an activity is before it', async () => {
    while (release.length < 3) await new Promise(setImmediate);
    expect(host.engine.load).toEqual({ running: 1, queued: 0 });
    release[2]?.();
    await host.settled();
    expect(host.engine.load).toEqual({ running: 0, queued: 0 });
  });
});
