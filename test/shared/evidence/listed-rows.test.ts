import * as z from 'zod';
import { IndexEntry, listedRows, take } from '../../../shared/evidence/listed-rows';
import { change, RowContended, type Row, type Rows } from '../../../shared/evidence/rows';
import { freshStorage } from '../../fresh-storage';

const Task = z.object({ name: z.string(), done: z.boolean() });
type Task = z.infer<typeof Task>;

const at = { partition: 'p', row: 'r' };
const open: Task = { name: 'a', done: false };
const done: Task = { name: 'a', done: true };
const listingsOf = (task: Task) => (task.done ? [] : [{ list: 'open-tasks', place: task.name }]);

const tables = async () => {
  const storage = await freshStorage();
  const rows = storage.table('tasks', Task);
  const index = storage.table('index', IndexEntry);
  const listed = listedRows(rows, index, listingsOf);
  return {
    rows,
    index,
    listed,
    open: () => take(listed.listed('open-tasks')),
    entries: () => take(index.list('open-tasks')),
  };
};

const stored = async (rows: Pick<Rows<Task>, 'get'>): Promise<Row<Task>> => {
  const row = await rows.get(at);
  if (!row) throw new Error('Expected the row to be there.');
  return row;
};

describe('listedRows', () => {
  it('lists a row while it belongs there, and leaves nothing behind in the index', async () => {
    const { listed, open: openTasks, entries } = await tables();
    await listed.write(at, open);
    expect(await openTasks()).toEqual([open]);
    await listed.write(at, done, await stored(listed));
    expect(await openTasks()).toEqual([]);
    expect(await entries()).toEqual([]);
  });

  it('lists nothing for an entry whose row was never written', async () => {
    const { index, open: openTasks } = await tables();
    await index.put({ partition: 'open-tasks', row: 'a' }, at);
    expect(await openTasks()).toEqual([]);
  });

  it('lists nothing for an entry that a crash left behind', async () => {
    const { listed, rows, open: openTasks, entries } = await tables();
    await listed.write(at, open);
    await rows.put(at, done);
    expect(await openTasks()).toEqual([]);
    expect(await entries()).toHaveLength(1);
  });

  it('keeps the entry of a row that someone opens again while another closes it', async () => {
    const { listed, rows, index, open: openTasks } = await tables();
    await listed.write(at, open);
    const interrupted: Rows<Task> = {
      ...rows,
      async write(...what) {
        const written = await rows.write(...what);
        await listed.write(at, open, await stored(rows));
        return written;
      },
    };
    await listedRows(interrupted, index, listingsOf).write(at, done, await stored(rows));
    expect(await openTasks()).toEqual([open]);
  });

  it('reads a long list in batches, in the order of its places', async () => {
    const { listed } = await tables();
    const names = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(names.map((name) => listed.write({ partition: 'p', row: name }, { name, done: false })));
    const found = await take(listed.listed('open-tasks', { after: 'a', batch: 2 }));
    expect(found.map(({ name }) => name)).toEqual(['b', 'c', 'd', 'e']);
  });
});

describe('change', () => {
  it('gives up, and says so, when others always write first', async () => {
    const { rows } = await tables();
    await rows.put(at, open);
    const contended = { get: (where: typeof at) => rows.get(where), write: async () => false };
    await expect(change(contended, at, () => done)).rejects.toThrow(RowContended);
  });

  it('writes nothing when the decision leaves the row alone', async () => {
    const { rows } = await tables();
    await rows.put(at, open);
    const { etag } = await stored(rows);
    expect(await change(rows, at, (task) => task)).toEqual(open);
    expect((await stored(rows)).etag).toBe(etag);
  });
});
