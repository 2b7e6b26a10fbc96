import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openJournal } from '../../../../local/host/engine/journal';
import type { JournalRecord } from '../../../../local/host/engine/records';
import { aFolder } from './an-engine';

const clock = (offset: number): JournalRecord => ({ kind: 'clock', offset });
const created = (id: string): JournalRecord => ({
  kind: 'created',
  instance: {
    id,
    execution: `of ${id}`,
    name: 'story',
    version: '',
    input: 'null',
    createdAt: '2026-03-01T00:00:00.000Z',
  },
});

describe('the journal', () => {
  const folder = aFolder();
  afterAll(() => folder.remove());

  it('makes the same state again from what was written', () => {
    const file = folder.file('again');
    const first = openJournal(file);
    first.write(clock(1_000));
    first.write(created('a'));
    first.close();
    const second = openJournal(file);
    expect([...second.state.records()]).toEqual([...first.state.records()]);
    second.close();
  });

  it('cuts a torn last line and appends after the cut', () => {
    const file = folder.file('torn');
    const first = openJournal(file);
    first.write(clock(1_000));
    first.close();
    appendFileSync(file, '{"kind":"clock","off');
    const second = openJournal(file);
    expect(second.state.clockOffset).toBe(1_000);
    second.write(created('a'));
    second.close();
    const third = openJournal(file);
    expect(third.state.instances.has('a')).toBe(true);
    third.close();
  });

  it('is shortened to what its state needs at each start', () => {
    const file = folder.file('long');
    const first = openJournal(file);
    for (let i = 0; i < 100; i++) first.write(clock(i));
    for (const id of ['a', 'b']) first.write(created(id));
    first.write({ kind: 'purged', ids: ['a'] });
    first.close();
    openJournal(file).close();
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(3);
    const third = openJournal(file);
    expect([...third.state.instances.keys()]).toEqual(['b']);
    third.close();
  });

  it('belongs to one process at a time', () => {
    const file = folder.file('locked');
    const first = openJournal(file);
    expect(() => openJournal(file)).toThrow(`found it in use by process ${process.pid}`);
    first.close();
    openJournal(file).close();
  });

  it.each([
    ['dead', { pid: 2 ** 22 + 1, born: '1' }],
    ['dead, and whose id another process has now', { pid: process.pid, born: 'long ago' }],
  ])('is taken over from a process that is %s', (_, holder) => {
    const file = folder.file(`left-${holder.born}`);
    writeFileSync(`${file}.lock`, JSON.stringify(holder));
    openJournal(file).close();
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('refuses a file that is something else, and leaves it as it is', () => {
    const file = folder.file('notes');
    writeFileSync(file, 'dear diary\n');
    expect(() => openJournal(file)).toThrow('Expected a journal of the local host');
    expect(readFileSync(file, 'utf8')).toBe('dear diary\n');
  });

  it('refuses a damaged line in its middle, and names it', () => {
    const file = folder.file('damaged');
    const first = openJournal(file);
    first.write(clock(1));
    first.close();
    appendFileSync(file, 'not json\n{"kind":"clock","offset":2}\n');
    expect(() => openJournal(file)).toThrow('damaged:4');
  });
});
