import { activity, aFolder, anEngine, orchestration, type TestEngine } from './an-engine';

activity('double', (n: number) => 2 * n);
orchestration('child', function* ({ df: engine }) {
  const n = engine.getInput();
  if (n === 'break') throw new Error('broken child');
  if (n === 'wait') return yield engine.waitForExternalEvent('go');
  return yield engine.callActivity('double', n);
});
orchestration('parent', function* ({ df: engine }) {
  const inputs: unknown[] = engine.getInput();
  try {
    return yield engine.Task.all(inputs.map((input) => engine.callSubOrchestrator('child', input)));
  } catch (error) {
    return `caught ${String(error)}`;
  }
});
orchestration('parent of one', function* ({ df: engine }) {
  try {
    return yield engine.callSubOrchestrator('child', 'wait', 'chosen');
  } catch (error) {
    return `caught ${String(error)}`;
  }
});

describe('a parent', () => {
  const folder = aFolder();
  let host: TestEngine;
  beforeEach(() => {
    host = anEngine(folder.file(expect.getState().currentTestName?.replaceAll(/\W+/g, '-') ?? ''));
  });
  afterEach(() => host.close());
  afterAll(() => folder.remove());

  it('gets the outputs of its children', async () => {
    expect((await host.run('parent', [1, 2, 3])).output).toEqual([2, 4, 6]);
    expect([...host.engine.instances.values()].map(({ name }) => name)).toEqual(['parent', 'child', 'child', 'child']);
  });

  it('catches the failure of a child', async () => {
    expect((await host.run('parent', [1, 'break'])).output).toContain(
      "caught Error: Orchestrator function 'child' failed: broken child",
    );
  });

  it('hears of a child that was terminated', async () => {
    await host.run('parent of one');
    host.engine.terminate('chosen', 'enough');
    await host.settled();
    expect(host.standing('parent of one').output).toContain("Orchestrator function 'child' failed: enough");
  });

  it('hears that the id it chose for a child is taken', async () => {
    await host.run('child', 'wait', 'chosen');
    expect((await host.run('parent of one')).output).toContain('an instance with the id chosen is running already');
    expect(host.standing('chosen').status).toBe('Running');
  });

  it('that has ended is not disturbed by a late child', async () => {
    await host.run('parent of one');
    host.engine.terminate('parent of one', 'enough');
    host.engine.raise('chosen', 'go', '"late"');
    await host.settled();
    expect(host.standing('chosen').output).toBe('late');
    expect(host.standing('parent of one')).toMatchObject({ status: 'Terminated', output: 'enough' });
  });
});
