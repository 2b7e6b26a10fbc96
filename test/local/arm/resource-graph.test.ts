import * as z from 'zod';
import {
  anEstate,
  cosmos,
  diskSet,
  encryptedWith,
  group,
  host,
  keyUrl,
  minutes,
  protector,
  sql,
  storage,
} from './estate';

const Answer = z.object({
  totalRecords: z.number(),
  count: z.number(),
  resultTruncated: z.enum(['true', 'false']),
  $skipToken: z.string().optional(),
  data: z.array(z.record(z.string(), z.unknown())),
});

const users = `resources
| extend text = tolower(tostring(properties))
| where text contains '${host}'
| where text contains '/keys/ledger/' or text contains '/keys/ledger"' or text contains '"ledger"'
| project id, type, name, subscriptionId, resourceGroup, location, tags
| order by id asc`;

const parents = `resources
| where type in~ ('Microsoft.Sql/servers', 'microsoft.storage/storageaccounts')
| project id, type, name, subscriptionId, resourceGroup, location, tags
| order by id asc`;

function anEstateWith(options: Parameters<typeof anEstate>[0] = {}) {
  const estate = anEstate(options);
  const graph = (query: string, rest: object = {}) =>
    estate.ask('POST', '/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01', { query, ...rest });
  const names = async (query: string, rest: object = {}) => {
    const { body, error } = await graph(query, rest);
    expect(error).toBeUndefined();
    return Answer.parse(body).data.map(({ name }) => name);
  };
  for (const seed of [storage(encryptedWith()), cosmos(), sql(), protector()]) estate.arm.put(seed);
  estate.arm.put(diskSet({ activeKey: { keyUrl: keyUrl('v1') } }));
  return { ...estate, graph, names };
}

describe('Resource Graph', () => {
  it('finds whatever mentions the key in its properties, but no proxy child', async () => {
    const { names, arm } = anEstateWith();
    arm.put({
      ...storage({ keyvaultproperties: { keyname: 'ledger2', keyvaulturi: `https://${host}` } }),
      id: `${group}/providers/Microsoft.Storage/storageAccounts/other`,
    });
    expect(await names(users)).toEqual(['disks', 'cosmos', 'store']);
  });

  it('finds resources by type in any casing, in order of their ids', async () => {
    const { graph } = anEstateWith();
    const answer = Answer.parse((await graph(parents)).body);
    expect(answer.data).toEqual([
      {
        id: `${group}/providers/Microsoft.Sql/servers/sql`,
        type: 'microsoft.sql/servers',
        name: 'sql',
        subscriptionId: '00000000-0000-0000-0000-000000000001',
        resourceGroup: 'rg',
        location: 'local',
        tags: null,
      },
      expect.objectContaining({ name: 'store', type: 'microsoft.storage/storageaccounts' }),
    ]);
  });

  it('pages with $top and $skipToken until nothing is left', async () => {
    const { graph } = anEstateWith();
    const first = Answer.parse((await graph(users, { options: { $top: 2 } })).body);
    expect(first).toMatchObject({ totalRecords: 3, count: 2, resultTruncated: 'true' });
    const last = Answer.parse((await graph(users, { options: { $top: 2, $skipToken: first.$skipToken } })).body);
    expect(last).toMatchObject({ totalRecords: 3, count: 1, resultTruncated: 'false' });
    expect(last.$skipToken).toBeUndefined();
  });

  it('leaves out, without a word, what the caller may not read and what was not asked for', async () => {
    const blind = anEstateWith({ may: (action) => !action.startsWith('Microsoft.Storage') });
    expect(await blind.names(users)).toEqual(['disks', 'cosmos']);
    expect(await blind.names(users, { subscriptions: ['00000000-0000-0000-0000-000000000002'] })).toEqual([]);
  });

  it('knows of a write only after its delay', async () => {
    const { names, ask, vault, pass } = anEstateWith({ graphDelaySeconds: 120 });
    expect(await names(parents)).toEqual([]);
    pass(minutes(2));
    expect(await names(parents)).toEqual(['sql', 'store']);

    vault.create('b1', 'bills');
    const moved = { properties: { encryption: { keyvaultproperties: { keyname: 'bills', keyversion: 'b1' } } } };
    await ask('PATCH', `${group}/providers/Microsoft.Storage/storageAccounts/store?api-version=2025-08-01`, moved);
    expect(await names(users)).toContain('store');
    pass(minutes(2));
    expect(await names(users)).not.toContain('store');
  });

  it.each([
    ['resources | take 10', 'take'],
    ['resources | where type startswith "microsoft"', 'startswith'],
    ['resources | where tpye =~ "x"', 'tpye'],
    ['resources | project id, nmae', 'nmae'],
    ['resources | where type == "a" or', 'the end'],
    ['resources | extend t = toupper(type)', 'toupper'],
    ['resources | order by id desc', 'desc'],
    ['securityresources', 'securityresources'],
    ['resources | where (type == "a"', 'the end'],
    ["resources | where type == 'a", "'a"],
    ['resources | where type in~ (type)', 'type'],
  ])('refuses %s, naming what it does not understand', async (query, word) => {
    const { status, error } = await anEstateWith().graph(query);
    expect([status, error?.code]).toEqual([400, 'InvalidQuery']);
    expect(error?.message).toContain(`"${word}"`);
  });

  it('refuses a body with an option it does not know', async () => {
    const { graph } = anEstateWith();
    expect((await graph(users, { options: { top: 5 } })).error?.message).toMatch(/top/);
  });

  it.each([
    ['type == "microsoft.sql/servers" and name == "sql" or name == "store"', ['sql', 'store']],
    ['type == "microsoft.sql/servers" and (name == "x" or name == "store")', []],
    ['name == "SQL"', []],
    ['name =~ "SQL"', ['sql']],
    ['name contains "TOR"', ['store']],
  ])('understands %s', async (condition, found) => {
    const { names } = anEstateWith();
    expect(await names(`resources | where ${condition} | order by name asc`)).toEqual(found);
  });
});
