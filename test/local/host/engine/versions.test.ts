import { aFolder, anEngine, orchestration } from './an-engine';

orchestration('child', function* ({ df: engine }) {
  return engine.version;
});
orchestration('parent', function* ({ df: engine }) {
  yield engine.waitForExternalEvent('go');
  const child: unknown = yield engine.callSubOrchestrator('child');
  return { parent: engine.version, child };
});
orchestration('over and over', function* ({ df: engine }) {
  const told: unknown[] = engine.getInput();
  yield engine.waitForExternalEvent('go');
  if (told.length === 0) engine.continueAsNew([engine.version]);
  return [...told, engine.version];
});

/** Source: DurableTask.Core, which gives the next generation the version of the one before. */
describe('the version of an instance', () => {
  const folder = aFolder();
  afterAll(() => folder.remove());

  it('is that of its start, although the app was replaced since; only what begins now gets the new one', async () => {
    const file = folder.file('replaced');
    const before = anEngine(file, '1.0');
    await before.run('parent');
    await before.run('over and over', []);
    before.engine.raise('over and over', 'go', 'null');
    await before.settled();
    before.close();

    const after = anEngine(file, '1.1');
    after.engine.raise('parent', 'go', 'null');
    after.engine.raise('over and over', 'go', 'null');
    await after.pass(1_000);
    expect(after.standing('parent').output).toEqual({ parent: '1.0', child: '1.1' });
    expect(after.standing('over and over').output).toEqual(['1.0', '1.0']);
    expect((await after.run('child')).output).toBe('1.1');
    after.close();
  });
});
