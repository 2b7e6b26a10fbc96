import { setImmediate as nextTick } from 'node:timers/promises';
import { EventType } from '../../../../local/host/engine/history';
import { activity, aFolder, anEngine, orchestration } from './an-engine';

activity('echo', (value: unknown) => value);
/** Takes its time, as a replay of some thousand events does. */
orchestration('slow to replay', function* ({ df: engine }) {
  const until = performance.now() + 8;
  while (performance.now() < until);
  const tasks = Array.from({ length: 100 }, (_, i) => engine.callActivity('echo', i));
  const results: unknown[] = yield engine.Task.all(tasks);
  return results.length;
});

describe('after a long replay', () => {
  const folder = aFolder();
  afterEach(() => jest.useRealTimers());
  afterAll(() => folder.remove());

  it('the results that come in share the next one', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance', 'nextTick', 'queueMicrotask', 'Date'] });
    const host = anEngine(folder.file('journal'));
    host.engine.start({ name: 'slow to replay', id: 'slow' });
    const allIsIn = () => host.engine.instances.get('slow')?.inbox.length === 100;
    for (let ticks = 0; ticks < 1_000 && !allIsIn(); ticks++) await nextTick();
    jest.advanceTimersByTime(250);
    await host.settled();
    expect(host.standing('slow').output).toBe(100);
    const history = host.engine.instances.get('slow')?.history ?? [];
    expect(history.filter(({ EventType: type }) => type === EventType.OrchestratorStarted)).toHaveLength(2);
    host.close();
  });
});
