import type { ArmCase } from './arm-case';
import { armCases } from './arm-cases';
import { principalsOf } from '../../../shared/dependents/principals';
import { anArmEstate, aPolicy, group, host, idOf, key, subscription, v1 } from './arm-estate';

const other = '00000000-0000-0000-0000-000000000002';
const path = `${group}/providers`;
const find = (estate: ReturnType<typeof anArmEstate>, subscriptions?: string[]) =>
  estate.dependents.find(key, aPolicy(subscriptions));

const cosmos = (name: string, keyVaultKeyUri: string, tags: Record<string, string> = {}) => ({
  id: `${path}/Microsoft.DocumentDB/databaseAccounts/${name}`,
  tags,
  properties: { keyVaultKeyUri },
});
const hdinsight = {
  id: `${path}/Microsoft.HDInsight/clusters/routes`,
  properties: { diskEncryptionProperties: { vaultUri: `https://${host}`, keyName: 'ledger', keyVersion: v1 } },
};

const aSeedOf = ({ following, pinned, byHand, tested }: ArmCase) => following ?? pinned ?? byHand ?? tested ?? [];

describe('finding who uses a key', () => {
  it('finds every type at once, each resource once', async () => {
    const estate = anArmEstate();
    for (const each of armCases) for (const seed of aSeedOf(each)) estate.emulator.put(seed);
    const { dependents, unknown, unreadable } = await find(estate);
    expect(dependents.map(({ id }) => id).toSorted()).toEqual(armCases.map(({ id }) => id).toSorted());
    expect(unknown).toEqual([]);
    expect(unreadable).toEqual([]);
  });

  it('finds none, and says nothing else, where nothing uses it', async () => {
    const estate = anArmEstate({ subscriptions: [subscription] });
    expect(await find(estate)).toEqual({ dependents: [], unknown: [], unreadable: [] });
  });

  it('reads references in any casing, with a port, and with a trailing slash', async () => {
    const estate = anArmEstate();
    estate.emulator.put(cosmos('docs', `HTTPS://Payments.Vault.Azure.Net:443/keys/Ledger/`));
    estate.emulator.put(cosmos('more', `https://${host}/keys/LEDGER`));
    expect((await find(estate)).dependents).toHaveLength(2);
  });

  it('leaves out who only looks like it: another vault, another key, a key whose name starts alike', async () => {
    const estate = anArmEstate();
    estate.create(v1, 'ledger', 'other.vault.azure.net');
    estate.create(v1, 'ledger-old');
    estate.emulator.put(cosmos('a', 'https://other.vault.azure.net/keys/ledger'));
    estate.emulator.put(cosmos('b', `https://${host}/keys/ledger-old`));
    expect(await find(estate)).toEqual({ dependents: [], unknown: [], unreadable: [] });
  });

  it('marks canaries by their tag', async () => {
    const estate = anArmEstate();
    estate.emulator.put(cosmos('first', key, { 'Rewrap-Canary': 'true' }));
    estate.emulator.put(cosmos('second', key, { 'rewrap-canary': 'false' }));
    const { dependents } = await find(estate);
    expect(dependents.map(({ canary }) => canary)).toEqual([true, false]);
  });

  it('tells the principals of its identities, or of those of what it is a part of', async () => {
    const estate = anArmEstate();
    const [own, assigned] = [
      `${'a'.repeat(8)}-0000-4000-8000-000000000000`,
      `${'B'.repeat(8)}-0000-4000-8000-000000000000`,
    ];
    const identity = {
      type: 'SystemAssigned, UserAssigned',
      principalId: own,
      userAssignedIdentities: { '/id': { principalId: assigned } },
    };
    const account = armCases.find(({ type }) => type === 'Microsoft.Storage/storageAccounts/encryptionScopes');
    for (const seed of account?.pinned ?? [])
      estate.emulator.put({ ...seed, ...(seed.id.includes('encryptionScopes') ? {} : { identity }) });
    const { dependents } = await find(estate);
    expect(dependents.map(({ identities }) => identities)).toEqual([[own, assigned.toLowerCase()]]);
  });

  it.each([
    ['none', undefined, []],
    ['no identity', { type: 'None' }, []],
    ['an identity not shaped like one', { principalId: 'me', userAssignedIdentities: 'all' }, []],
    ['an assigned one that is not filled in', { userAssignedIdentities: { '/id': null, '/other': {} } }, []],
  ])('tells no principals where a resource has %s', (_, identity, found) => {
    expect(principalsOf(identity)).toEqual(found);
  });

  it('says what of a SQL server keeps needing the old version', async () => {
    const estate = anArmEstate();
    const sql = armCases.find(({ type }) => type === 'Microsoft.Sql/servers');
    for (const seed of sql?.following ?? []) estate.emulator.put(seed);
    const { dependents } = await find(estate);
    expect(dependents[0]?.keepsOldVersionFor).toContainEqual(expect.stringContaining('backups'));
  });
});

describe('what cannot be known is said', () => {
  it('reports a user of a type that nobody can move as unknown', async () => {
    const estate = anArmEstate();
    estate.emulator.put(hdinsight);
    expect(await find(estate)).toMatchObject({
      dependents: [],
      unknown: [
        {
          id: idOf('Microsoft.HDInsight/clusters/routes'),
          type: expect.stringMatching(/^microsoft.hdinsight\/clusters$/i),
        },
      ],
    });
  });

  it('reports a SQL server that only keeps the key for restores as unknown', async () => {
    const estate = anArmEstate();
    const server = `${path}/Microsoft.Sql/servers/books`;
    estate.emulator.put({ id: server, properties: {} });
    estate.emulator.put({
      id: `${server}/encryptionProtector/current`,
      properties: { serverKeyType: 'ServiceManaged', serverKeyName: 'ServiceManaged' },
    });
    estate.emulator.put({ id: `${server}/keys/payments_ledger_${v1}`, properties: { uri: `${key}/${v1}` } });
    const { dependents, unknown } = await find(estate);
    expect(dependents).toEqual([]);
    expect(unknown).toEqual([
      { id: `${server}/keys/payments_ledger_${v1}`.toLowerCase(), type: 'Microsoft.Sql/servers/keys' },
    ]);
  });

  it('reports a disk encryption set that is still moving its disks off the key as unknown', async () => {
    const estate = anArmEstate();
    estate.create(v1, 'next');
    const id = `${path}/Microsoft.Compute/diskEncryptionSets/disks`;
    const activeKey = { keyUrl: `https://${host}/keys/next/${v1}` };
    estate.emulator.put({ id, properties: { activeKey, previousKeys: [{ keyUrl: `${key}/${v1}` }] } });
    expect(await find(estate)).toMatchObject({ dependents: [], unknown: [{ id: id.toLowerCase() }] });
  });

  it.each([
    ['vault and name apart', { secondary: { vault: `https://${host}:443/`, key: { name: 'Ledger' } } }],
    ['a URL within a text', { settings: JSON.stringify({ kek: `${key}/${v1}` }) }],
  ])(
    'reports a resource of a known type that names the key at a place unheard of, as %s, as unknown',
    async (_, odd) => {
      const estate = anArmEstate();
      const id = `${path}/Microsoft.DocumentDB/databaseAccounts/docs`;
      estate.emulator.put({ id, properties: odd });
      expect(await find(estate)).toMatchObject({ dependents: [], unknown: [{ id: id.toLowerCase() }] });
    },
  );

  it('reports a SQL server that names the key itself, while its protector is another', async () => {
    const estate = anArmEstate();
    const server = `${path}/Microsoft.Sql/servers/books`;
    estate.emulator.put({ id: server, properties: { keyId: `${key}/${v1}` } });
    estate.emulator.put({
      id: `${server}/encryptionProtector/current`,
      properties: { serverKeyType: 'ServiceManaged', serverKeyName: 'ServiceManaged' },
    });
    expect(await find(estate)).toMatchObject({ dependents: [], unknown: [{ id: server.toLowerCase() }] });
  });

  it('reports a subscription that cannot be read, and goes on with the others', async () => {
    const estate = anArmEstate({ subscriptions: [other] });
    estate.rights.may = (_, scope) => !scope.includes(other);
    estate.emulator.put(cosmos('docs', key));
    const { dependents, unreadable } = await find(estate, [subscription, other]);
    expect(dependents).toHaveLength(1);
    expect(unreadable).toEqual([{ scope: `/subscriptions/${other}`, because: expect.stringContaining('Grant') }]);
  });

  it('reports a subscription that is not there', async () => {
    const estate = anArmEstate();
    expect((await find(estate, [other])).unreadable).toMatchObject([{ scope: `/subscriptions/${other}` }]);
  });

  it('reports a parent whose children cannot be listed', async () => {
    const estate = anArmEstate();
    estate.emulator.put({ id: `${path}/Microsoft.Storage/storageAccounts/store`, properties: {} });
    estate.rights.may = (action) => !/encryptionScopes/i.test(action);
    const { unreadable } = await find(estate);
    expect(unreadable).toEqual([
      {
        scope: idOf('Microsoft.Storage/storageAccounts/store'),
        because: expect.stringMatching(/encryptionscopes\/read/i),
      },
    ]);
  });

  it('throws when ARM does not answer, so that nothing is taken for none', async () => {
    const estate = anArmEstate();
    estate.emulator.put(cosmos('docs', key));
    estate.emulator.inject({ method: 'POST', effect: { kind: 'answer', status: 500, code: 'InternalServerError' } });
    await expect(find(estate)).rejects.toThrow('Try again');
  });

  it('leaves out what was deleted since Resource Graph last looked', async () => {
    const estate = anArmEstate();
    estate.emulator.put(cosmos('docs', key));
    estate.emulator.inject({
      path: idOf('Microsoft.DocumentDB/databaseAccounts/docs'),
      effect: { kind: 'answer', status: 404, code: 'ResourceNotFound' },
    });
    expect(await find(estate)).toEqual({ dependents: [], unknown: [], unreadable: [] });
  });
});
