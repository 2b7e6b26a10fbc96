import type { Graph } from '../../../shared/azure/graph-client';
import { take } from '../../../shared/evidence/listed-rows';
import { aWatchedDirectory, type WatchedDirectory } from './watched-directory';

type How = Parameters<typeof aWatchedDirectory>[0];

const removes = (tenant: WatchedDirectory, ...who: string[]) => {
  for (const each of who) tenant.directory.leave('red', each);
};

/** Ann, Bob and a machine are in red, Dan in blue, which is in green. Two looks have been, so that the groups are known. */
const known = async (how?: How) => {
  const tenant = aWatchedDirectory(how);
  const { directory, given } = tenant;
  for (const id of ['ann', 'bob', 'dan']) directory.put({ kind: 'user', id, displayName: id, accountEnabled: true });
  for (const id of ['red', 'green', 'blue']) directory.put({ kind: 'group', id, displayName: id });
  directory.put({ kind: 'servicePrincipal', id: 'vm', displayName: 'vm', servicePrincipalType: 'ManagedIdentity' });
  for (const id of ['ann', 'bob', 'vm']) directory.join('red', id);
  directory.join('green', 'blue');
  directory.join('blue', 'dan');
  directory.own('blue', 'ann');
  for (const id of ['red', 'green']) given.add(id);
  await tenant.look();
  await tenant.look();
  return tenant;
};

/** Lists of groups that a look asks for, apart from who may join. */
const listsReadBy = async ({ asking, look }: WatchedDirectory) =>
  (await asking(look)).filter((path) => /^\/groups\/\w+\/(members|owners)$/.test(path));

/** One that tells nothing of what changed while it is deaf. */
const deaf = (graph: Graph, isDeaf: () => boolean): Graph => ({
  ...graph,
  async changes(...asked) {
    const answer = await graph.changes(...asked);
    return isDeaf() ? { ...answer, told: [] } : answer;
  },
});

describe('a group that is watched', () => {
  it('is not read while nothing changes: a look asks what did, and who the members are now', async () => {
    const tenant = await known();
    expect(await listsReadBy(tenant)).toEqual([]);
    expect(await tenant.look()).toEqual(await tenant.whole());
    tenant.directory.put({ kind: 'user', id: 'dan', displayName: 'dan', accountEnabled: false });
    expect(await listsReadBy(tenant)).toEqual([]);
    expect((await tenant.look()).principals).toContainEqual(expect.stringMatching(/"dan".*false/));
  });

  it('is read whole when something in it changed, alone, and once more in the next look', async () => {
    const tenant = await known();
    removes(tenant, 'ann');
    expect(new Set(await listsReadBy(tenant))).toEqual(new Set(['/groups/red/members', '/groups/red/owners']));
    expect(new Set(await listsReadBy(tenant))).toEqual(new Set(['/groups/red/members', '/groups/red/owners']));
    expect(await listsReadBy(tenant)).toEqual([]);
    expect(await tenant.look()).toEqual(await tenant.whole());
  });

  it('shows who went as soon as it shows it itself, even if it was told before', async () => {
    const late = { members: undefined as readonly unknown[] | undefined };
    const tenant = await known({
      as: (graph) => ({
        ...graph,
        async list(path, shape) {
          return path.startsWith('/groups/red/members?') && late.members
            ? shape.array().parse(late.members)
            : graph.list(path, shape);
        },
      }),
    });
    late.members = ['ann', 'bob'].map((id) => ({ '@odata.type': '#microsoft.graph.user', id, accountEnabled: true }));
    removes(tenant, 'ann');
    await tenant.look();
    late.members = undefined;
    expect(await tenant.look()).toEqual(await tenant.whole());
  });

  it('is read whole when an event told of it, though it is not told here what changed', async () => {
    let isDeaf = false;
    const tenant = await known({ as: (graph) => deaf(graph, () => isDeaf) });
    isDeaf = true;
    removes(tenant, 'ann');
    expect(await tenant.look('red')).toEqual(await tenant.whole());
    expect(await tenant.look()).toEqual(await tenant.whole());
  });

  it('is not taken for what it was when it changes while it is read', async () => {
    const tenant = await known();
    tenant.directory.leave('red', 'bob');
    await tenant.look();
    let asked = 0;
    // Asked at the beginning of a look, and again when everything is read.
    tenant.whenAsked.set('/groups/delta', () => {
      asked += 1;
      if (asked > 1) removes(tenant, 'ann');
    });
    await tenant.look();
    expect(asked).toBeGreaterThan(1);
    tenant.whenAsked.clear();
    expect(await tenant.look()).toEqual(await tenant.whole());
  });

  it('is read whole after a day, whatever was told, and always from then on if it was not told what changed', async () => {
    let isDeaf = false;
    const tenant = await known({ as: (graph) => deaf(graph, () => isDeaf) });
    isDeaf = true;
    removes(tenant, 'ann');
    tenant.pass(25);
    expect(await tenant.look()).toEqual(await tenant.whole());
    isDeaf = false;
    removes(tenant, 'bob');
    await tenant.look();
    await tenant.look();
    isDeaf = true;
    removes(tenant, 'vm');
    expect(await tenant.look()).toEqual(await tenant.whole());
    expect(new Set(await listsReadBy(tenant))).toEqual(new Set(['/groups/red/members', '/groups/red/owners']));
  });

  it('stays watched after a day when all that is missing in it was deleted', async () => {
    const tenant = await known();
    tenant.directory.remove('ann');
    tenant.pass(25);
    expect(await tenant.look()).toEqual(await tenant.whole());
    expect(await listsReadBy(tenant)).toEqual([]);
  });

  it('has somebody back who was deleted and restored', async () => {
    const tenant = await known();
    const before = await tenant.look();
    tenant.directory.remove('ann');
    expect(await tenant.look()).toEqual(await tenant.whole());
    tenant.directory.restore('ann');
    expect(await tenant.look()).toEqual(before);
  });

  it('is read whole each time if not all of its members were told of in the beginning', async () => {
    const tenant = await known({ as: (graph) => deaf(graph, () => true) });
    removes(tenant, 'ann');
    expect(await tenant.look()).toEqual(await tenant.whole());
    expect(await listsReadBy(tenant)).toContain('/groups/red/members');
  });

  it('is read whole where an answer about many does not tell whether accounts are enabled', async () => {
    const tenant = await known({
      as: (graph) => ({
        ...graph,
        post: (path, body, shape) => graph.post(path.replace('accountEnabled,', ''), body, shape),
      }),
    });
    tenant.directory.put({ kind: 'user', id: 'ann', displayName: 'ann', accountEnabled: false });
    expect((await tenant.look()).principals).toContainEqual(expect.stringMatching(/"ann".*false/));
  });

  it('is not remembered while a part of it may not be read', async () => {
    const tenant = await known({ hides: ['/groups/red/members/microsoft.graph.servicePrincipal'] });
    expect((await tenant.look()).unseen).toEqual([expect.stringMatching(/applications in group red/)]);
    tenant.hidden.clear();
    expect(await tenant.look()).toEqual(await tenant.whole());
  });

  it('is begun anew when its link has ended', async () => {
    const tenant = await known();
    tenant.expireLinks();
    removes(tenant, 'ann');
    expect(await tenant.look()).toEqual(await tenant.whole());
    await tenant.look();
    expect(await listsReadBy(tenant)).toEqual([]);
  });

  it('stays watched while too much is asked: a look that reads all groups would ask for more', async () => {
    const tenant = await known();
    tenant.whenAsked.set('/groups/delta', () => 429);
    expect(await tenant.asking(() => expect(tenant.look()).rejects.toThrow(/throttling/))).toEqual(['/groups/delta']);
    tenant.whenAsked.clear();
    expect(await listsReadBy(tenant)).toEqual([]);
  });

  it('is forgotten after a day when it matters no more', async () => {
    const tenant = await known();
    const rows = async () => (await take(tenant.rows.list('groups'))).map(({ groups }) => Object.keys(groups));
    tenant.given.delete('red');
    await tenant.look();
    expect((await rows()).flat()).toContain('red');
    tenant.pass(25);
    await tenant.look();
    expect((await rows()).flat().toSorted()).toEqual(['blue', 'green']);
    tenant.given.delete('green');
    tenant.pass(25);
    await tenant.look();
    expect(await rows()).toEqual([]);
  });
});
