import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aWorkplace } from './host-process';

describe('a host', () => {
  const workplace = aWorkplace();
  afterAll(() => workplace.dispose());

  it('that is asked to stop lets activities end, calls the terminate hooks, and goes on at the next start', async () => {
    const first = await workplace.start();
    await first.post('/durabletask/orchestrators/slowly/slow');
    await first.post('/durabletask/orchestrators/listen/waits');
    while (!workplace.trace().includes('before slow')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await first.end('SIGTERM')).toBe(0);
    expect(workplace.trace().at(-1)).toBe('goodbye');

    const second = await workplace.start();
    expect(await second.status('slow')).toMatchObject({ output: 'slow' });
    expect(workplace.trace().filter((line) => line === 'before slow')).toHaveLength(1);
    expect(await second.status('waits', 'Running')).toBeDefined();
    await second.end();
  });

  const anApp = (name: string, files: Record<string, string>) => {
    const folder = join(workplace.folder, name);
    mkdirSync(folder);
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    return folder;
  };
  const functions = JSON.stringify(require.resolve('@azure/functions'));

  it.each([
    ['has no package.json', {}, 'package.json of a Functions app'],
    [
      'registers nothing',
      { 'package.json': '{"main":"m.js"}', 'host.json': '{}', 'm.js': '' },
      'found no function at all',
    ],
    [
      'has a trigger that nothing here fires',
      {
        'package.json': '{"main":"m.js"}',
        'host.json': '{}',
        'm.js': `require(${functions}).app.storageQueue('q', { queueName: 'q', connection: 'c', handler() {} })`,
      },
      'found a queueTrigger on function q',
    ],
  ])('refuses an app that %s, and says what it found', async (title, files, found) => {
    const app = anApp(title.replaceAll(' ', '-'), files);
    await expect(workplace.start({ journal: title, app })).rejects.toThrow(found);
  });
});
