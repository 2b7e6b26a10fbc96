import { RetryOptions } from 'durable-functions';
import { readFileSync, writeFileSync } from 'node:fs';
import { activity, aFolder, anEngine, orchestration } from './an-engine';

const ran: string[] = [];
activity('step', (name: string) => {
  ran.push(name);
  return name;
});
let failures = 0;
activity('flaky', () => {
  failures++;
  if (failures % 2) throw new Error('flaky');
  return 'flaky';
});
orchestration('part', function* ({ df: engine }) {
  return yield engine.callActivity('step', engine.getInput());
});
orchestration('whole', function* ({ df: engine }) {
  const first: unknown = yield engine.callActivity('step', 'first');
  const parts: unknown[] = yield engine.Task.all([
    engine.callSubOrchestrator('part', 'second'),
    engine.callActivityWithRetry('flaky', new RetryOptions(1_000, 3)),
  ]);
  yield engine.createTimer(new Date(+engine.currentUtcDateTime + 1_000));
  return [first, ...parts];
});

const expected = ['first', 'second', 'flaky'];

describe('a restart', () => {
  const folder = aFolder();
  afterAll(() => folder.remove());

  /** Starts on a copy of the first `count` lines, as a kill would have left them, and lets all time pass. */
  async function after(lines: string[], count: number) {
    const file = folder.file(`after-${count}`);
    writeFileSync(file, lines.slice(0, count).join('\n') + '\n' + (lines[count] ?? '').slice(0, 20));
    const host = anEngine(file);
    if (!host.engine.instances.has('whole')) host.engine.start({ name: 'whole', id: 'whole' });
    await host.settled();
    for (let i = 0; i < 5; i++) await host.pass(1_000);
    const standing = host.standing('whole');
    host.close();
    return standing;
  }

  it('goes on to the same end from each record at which a host may be killed', async () => {
    const file = folder.file('whole');
    const host = anEngine(file);
    await host.run('whole');
    for (let i = 0; i < 5; i++) await host.pass(1_000);
    expect(host.standing('whole')).toMatchObject({ status: 'Completed', output: expected });
    host.close();

    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(12);
    for (let count = 2; count <= lines.length; count++) {
      expect(await after(lines, count)).toMatchObject({ status: 'Completed', output: expected });
    }
  });

  it('runs an activity again whose result was not on record, and none whose result was', async () => {
    const lines = readFileSync(folder.file('whole'), 'utf8').trimEnd().split('\n');
    const isResult = (line: string) => line.includes('"kind":"message"') && line.includes('first');
    const at = lines.findIndex(isResult);
    ran.length = 0;
    await after(lines, at);
    expect(ran).toEqual(['first', 'second']);
    ran.length = 0;
    await after(lines, at + 1);
    expect(ran).toEqual(['second']);
  });
});
