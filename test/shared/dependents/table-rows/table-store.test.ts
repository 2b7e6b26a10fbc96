import { randomBytes } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { azureTableRows } from '../../../../shared/dependents/table-rows/azure-table-rows';
import { tableRows, tableStore } from '../../../../shared/dependents/table-rows/table-store';
import { azuriteConnection } from '../../../azure-storage';
import { dataKey, key, v1, v2 } from '../blobs/application';
import { allIn, storeContract, type StoreUnderTest } from '../wrapped-keys/store-contract';

const wrapped = (version: string) => Buffer.concat([Buffer.from(version), dataKey]);
const columns = { keyId: 'WrappedBy', value: 'WrappedKey' };

const aTable = async (notation: 'base64' | 'base64url' | 'binary' = 'base64', algorithm?: string) => {
  const name = `t${randomBytes(8).toString('hex')}`;
  const client = TableClient.fromConnectionString(await azuriteConnection(), name, { allowInsecureConnection: true });
  await client.createTable();
  const table = `${client.url.replace(/\/$/, '')}/${name}`;
  const entry = tableRows.entry.parse({
    kind: 'azure-table',
    table,
    columns: { ...columns, ...(algorithm && { algorithm }) },
    ...(notation === 'base64url' && { encoding: notation }),
  });
  const store = tableStore(
    azureTableRows(() => client),
    entry,
  );
  const put = (rowKey: string, more: object = {}) => {
    const bytes = wrapped(v1);
    const value = notation === 'binary' ? new Uint8Array(bytes) : bytes.toString(notation);
    return client.createEntity({
      partitionKey: 'tenant',
      rowKey,
      Owner: 'billing',
      [columns.keyId]: `${key}/${v1}`,
      [columns.value]: value,
      ...more,
    });
  };
  return { client, store, put, rowAt: (row: string) => client.getEntity('tenant', row) };
};

const open = async (): Promise<StoreUnderTest> => {
  const { client, store, put, rowAt } = await aTable();
  return {
    store,
    first: v1,
    second: v2,
    put: async (names) => {
      for (const name of names) await put(name);
    },
    putGarbled: async (name) => void (await put(name, { [columns.value]: 'not base64 at all!' })),
    touch: async (name) =>
      void (await client.updateEntity({ partitionKey: 'tenant', rowKey: name, Owner: 'somebody else' }, 'Merge')),
    ownPart: async (name) => (await rowAt(name))['Owner'],
    remove: async (name) => {
      await client.deleteEntity('tenant', name);
    },
    shut: () => client.deleteTable(),
    anew: async () => ({ wrappedBy: `${key}/${v2}`, value: wrapped(v2) }),
  };
};

storeContract('Rows of tables', open);

describe('rows of tables', () => {
  it.each(['base64', 'base64url', 'binary'] as const)('are written back as they were written: %s', async (notation) => {
    const { store, put, rowAt } = await aTable(notation);
    await put('a');
    const [row] = await allIn(store);
    if (!row || !('write' in row)) throw new Error('Expected a wrapped key.');
    expect(Buffer.from(row.value)).toEqual(wrapped(v1));
    // Three bytes that base64 and base64url write differently.
    const value = Buffer.concat([Buffer.from([251, 255, 254]), wrapped(v2)]);
    await row.write({ wrappedBy: `${key}/${v2}`, value });
    const written = (await rowAt('a'))[columns.value];
    expect(written).toEqual(notation === 'binary' ? new Uint8Array(value) : value.toString(notation));
  });

  it('may say the algorithm in a column', async () => {
    const { store, put } = await aTable('base64', 'Algorithm');
    await put('a', { Algorithm: 'A256KW' });
    await put('b');
    expect(await allIn(store)).toMatchObject([{ algorithm: 'A256KW' }, { garbled: true }]);
  });

  it('are left out where they hold no wrapped key, or one that no vault has wrapped', async () => {
    const { client, store, put } = await aTable();
    await client.createEntity({ partitionKey: 'tenant', rowKey: 'plain', Owner: 'billing' });
    await put('local', { [columns.keyId]: 'urn:a-key-of-our-own' });
    expect(await allIn(store)).toEqual([]);
  });

  it('are named by table and column, so that several wrapped keys in one row are several stores', () => {
    const table = 'https://bank.table.core.windows.net/tokens';
    const entry = tableRows.entry.parse({ kind: 'azure-table', table, columns });
    expect(tableRows.idOf(entry)).toBe(`${table}#WrappedKey`);
  });

  it.each([
    [{ table: 'https://bank.table.core.windows.net/tokens?sig=x' }],
    [{ columns: { keyId: 'RowKey', value: 'WrappedKey' } }],
    [{ columns: { keyId: 'a b', value: 'WrappedKey' } }],
  ])('are not declared with %j', (wrong) => {
    const entry = { kind: 'azure-table', table: 'https://bank.table.core.windows.net/tokens', columns, ...wrong };
    expect(tableRows.entry.safeParse(entry).success).toBe(false);
  });
});
