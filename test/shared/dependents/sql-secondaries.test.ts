import type { Dependent, Move } from '../../../shared/dependents/dependent';
import { seed } from './arm-case';
import { protectedBy } from './arm-cases-sql';
import { anArmEstate, aPolicy, group, idOf, key, subscription, v1, v2, type ArmEstate } from './arm-estate';

const aside = { location: undefined };
const link = (path: string, properties: Parameters<typeof seed>[1]) => seed(path, properties, aside);

const server = (name: string) => `Microsoft.Sql/servers/${name}`;
const failoverGroup = (from: string, to: string, replicationRole: string) =>
  link(`${server(from)}/failoverGroups/both`, {
    replicationRole,
    partnerServers: [{ id: `${group}/providers/${server(to)}`, location: 'northeurope' }],
  });
const geoLink = (from: string, to: string, role: string) =>
  link(`${server(from)}/replicationLinks/${from}-${to}`, {
    role,
    partnerServer: to,
    partnerDatabaseId: `${group}/providers/${server(to)}/databases/accounts`,
  });

const anEstate = (...seeds: ReturnType<typeof link>[]): ArmEstate => {
  const estate = anArmEstate();
  for (const each of seeds) estate.emulator.put(each);
  estate.create(v2);
  return estate;
};
const found = async (estate: ArmEstate, id: string): Promise<Dependent> => {
  const { dependents } = await estate.dependents.find(key, aPolicy());
  return dependents.find((each) => each.id === id) ?? Promise.reject(new Error(`found no ${id}`));
};

/** Both at the same time, as a wave moves them; answers the order in which their references were written. */
const driven = async (estate: ArmEstate, ids: readonly string[], last: RegExp) => {
  const dependents = await Promise.all(ids.map((id) => found(estate, id)));
  const moves = new Map<string, Move>();
  for (
    let turn = 0;
    turn < 40 && (turn === 0 || [...moves.values()].some(({ state }) => state === 'pending'));
    turn++
  ) {
    for (const dependent of dependents) {
      const earlier = moves.get(dependent.id);
      if (earlier && earlier.state !== 'pending') continue;
      moves.set(dependent.id, await estate.step(dependent, earlier ? { earlier } : {}));
    }
    estate.pass(60);
  }
  const order = estate.writes().flatMap(({ path }) => (last.test(path) ? path : []));
  return { moves: [...moves.values()], order };
};

/** As far as it comes by itself in a quarter of an hour. */
const driveAlone = async (estate: ArmEstate, dependent: Dependent): Promise<Move> => {
  let move = await estate.step(dependent);
  for (let minute = 0; minute < 15; minute++) {
    estate.pass(60);
    move = await estate.step(dependent, { earlier: move });
  }
  return move;
};

const protector = /encryptionprotector\/current$/i;
const there = { state: 'settled', proof: 'read-back' };
const [books, west] = [idOf(server('books')), idOf(server('west'))];

describe.each([
  ['a failover group', failoverGroup],
  ['geo-replication', geoLink],
])('a SQL server with a secondary by %s', (_, linked) => {
  const both = () =>
    anEstate(
      ...protectedBy(server('books'), false),
      ...protectedBy(server('west'), false),
      linked('books', 'west', 'Primary'),
      linked('west', 'books', 'Secondary'),
    );

  it('makes the key known to the secondary before itself, and moves after it', async () => {
    const estate = both();
    const { moves, order } = await driven(estate, [books, west], protector);
    expect(moves).toMatchObject([there, there]);
    expect(order).toEqual([`${west}/encryptionProtector/current`, `${books}/encryptionProtector/current`]);
    expect(estate.writes()[0]?.path).toBe(`${west}/keys/payments_ledger_${v2}`);
  });

  it('waits for a secondary that does not move, and says for which', async () => {
    const estate = both();
    const move = await driveAlone(estate, await found(estate, books));
    expect(move).toMatchObject({ state: 'pending', because: expect.stringContaining(west) });
    expect(estate.writes().map(({ path }) => path)).not.toContain(`${books}/encryptionProtector/current`);
  });

  it('fails with the right that is missing where its links cannot be read', async () => {
    const estate = both();
    estate.rights.may = (action) => !/(failoverGroups|replicationLinks)\/read$/i.test(action);
    const move = await estate.step(await found(estate, books));
    expect(move).toMatchObject({ state: 'failed', because: expect.stringContaining('failoverGroups/read') });
  });
});

it('a secondary that has the key only for its copies is told of it, and not waited for', async () => {
  const estate = anEstate(
    ...protectedBy(server('books'), false),
    seed(server('west'), {}),
    failoverGroup('books', 'west', 'Primary'),
  );
  expect(await estate.drive(await found(estate, books))).toMatchObject(there);
  expect(estate.emulator.get(`${west}/keys/payments_ledger_${v2}`)).toBeDefined();
});

it('two servers that are each the secondary of the other do not wait for each other', async () => {
  const estate = anEstate(
    ...protectedBy(server('books'), false),
    ...protectedBy(server('west'), false),
    geoLink('books', 'west', 'Primary'),
    geoLink('west', 'books', 'Primary'),
    link(`${server('books')}/replicationLinks/back`, { ...geoLink('books', 'west', 'Secondary').properties }),
    link(`${server('west')}/replicationLinks/back`, { ...geoLink('west', 'books', 'Secondary').properties }),
  );
  const { moves } = await driven(estate, [books, west], protector);
  expect(moves).toMatchObject([there, there]);
});

it('a secondary in another subscription is waited for and never written', async () => {
  const elsewhere = `/subscriptions/${subscription.replace(/1$/, '2')}/resourceGroups/rg/providers/${server('west')}`;
  const estate = anEstate(
    ...protectedBy(server('books'), false),
    ...protectedBy(server('west'), false).map((each) => ({
      ...each,
      id: each.id.replace(`${group}/providers/${server('west')}`, elsewhere),
    })),
    link(`${server('books')}/replicationLinks/far`, { role: 'Primary', partnerDatabaseId: `${elsewhere}/databases/a` }),
  );
  const move = await driveAlone(estate, await found(estate, books));
  expect(move).toMatchObject({ state: 'pending', because: expect.stringContaining(elsewhere.toLowerCase()) });
  expect(estate.writes().filter(({ path }) => path.toLowerCase().startsWith(elsewhere.toLowerCase()))).toEqual([]);
});

it('a managed instance moves after its secondary', async () => {
  const instance = (name: string) => `Microsoft.Sql/managedInstances/${name}`;
  const [ledger, copy] = [idOf(instance('ledger')), idOf(instance('copy'))];
  const estate = anEstate(
    ...protectedBy(instance('ledger'), false),
    ...protectedBy(instance('copy'), false),
    seed('Microsoft.Sql/locations/westeurope', {}),
    link('Microsoft.Sql/locations/westeurope/instanceFailoverGroups/both', {
      replicationRole: 'Primary',
      managedInstancePairs: [
        {
          primaryManagedInstanceId: `${group}/providers/${instance('ledger')}`,
          partnerManagedInstanceId: `${group}/providers/${instance('copy')}`,
        },
      ],
    }),
  );
  const { moves, order } = await driven(estate, [ledger, copy], protector);
  expect(moves).toMatchObject([there, there]);
  expect(order).toEqual([`${copy}/encryptionProtector/current`, `${ledger}/encryptionProtector/current`]);
});

it('a database with a key of its own moves after its secondary', async () => {
  const database = (of: string) => `${server(of)}/databases/accounts`;
  const [main, copy] = [idOf(database('books')), idOf(database('west'))];
  const own = { encryptionProtector: `${key}/${v1}`, encryptionProtectorAutoRotation: false };
  const estate = anEstate(
    ...['books', 'west'].flatMap((of) => [seed(server(of), {}), seed(database(of), own)]),
    link(`${database('books')}/replicationLinks/west`, { role: 'Primary', partnerDatabaseId: copy }),
  );
  const { moves, order } = await driven(estate, [main, copy], /databases\/accounts$/);
  expect(moves).toMatchObject([there, there]);
  expect(order).toEqual([copy, main]);
});
