import { setImmediate as nextTick } from 'node:timers/promises';
import { activity, aFolder, anEngine, dawn, orchestration } from './an-engine';

const release: (() => void)[] = [];
activity('held', () => new Promise<void>((resolve) => release.push(resolve)));
orchestration('holds', function* ({ df: engine }) {
  const tasks = Array.from({ length: engine.getInput() }, () => engine.callActivity('held'));
  yield engine.Task.all(tasks);
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

  /** Starts an instance with one held activity, or with more than may run at once, and waits for so many to run. */
  async function startHeld(id: string, running: number) {
    host.engine.start({ name: 'holds', id, input: id === 'many' ? '25' : '1' });
    while (release.length < running) await nextTick();
  }

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
    await startHeld('one', 1);
    host.engine.terminate('one', 'enough');
    await startHeld('one', 2);
    release[0]?.();
    await nextTick();
    expect(host.standing('one').status).toBe('Running');
    release[1]?.();
    await host.settled();
    expect(host.standing('one').status).toBe('Completed');
  });

  it('does not run what a terminated instance had still in the queue', async () => {
    const before = release.length;
    await startHeld('many', before + 20);
    host.engine.terminate('many', 'enough');
    for (const end of release.slice(before)) end();
    await host.settled();
    expect(release).toHaveLength(before + 20);
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
    await startHeld('one', release.length + 1);
    expect(host.engine.purge(['doomed', 'one', 'nobody'])).toBe(1);
    expect(host.engine.instances.has('doomed')).toBe(false);
    expect(host.engine.instances.has('one')).toBe(true);
  });

  it('is idle only when neither a turn nor an activity is before it', async () => {
    while (host.engine.load.queued > 0) await nextTick();
    expect(host.engine.load).toEqual({ running: 1, queued: 0 });
    release.at(-1)?.();
    await host.settled();
    expect(host.engine.load).toEqual({ running: 0, queued: 0 });
  });
});
