import { createPublicKey, publicEncrypt, constants } from 'node:crypto';
import * as z from 'zod';
import {
  enclaveConsent,
  readValue,
  signedPart,
  written,
} from '../../../../shared/dependents/sql-column-keys/encrypted-value';
import { DatabaseRefused, identifier, literal } from '../../../../shared/dependents/sql-column-keys/sql-conversation';
import { sqlColumnKeys, sqlStore } from '../../../../shared/dependents/sql-column-keys/sql-store';
import { rewrapKey } from '../../../../shared/dependents/wrapped-keys/rewrap-key';
import type { WrappedKey } from '../../../../shared/dependents/wrapped-keys/wrapped-key-store';
import { versionUrl } from '../../../../shared/keys/key-url';
import { emulatedVault } from '../../keys/emulated-vaults';
import { allIn, storeContract, type StoreUnderTest } from '../wrapped-keys/store-contract';
import { aDatabase } from './a-database';

const cek = Buffer.alloc(32, 7);
const server = 'bank.database.windows.net';
const provider = 'AZURE_KEY_VAULT';
const Bundle = z.object({ key: z.object({ n: z.string(), e: z.string() }) });
const keyOps = ['wrapKey', 'unwrapKey', 'sign', 'verify'] as const;

/** A vault of the emulator with a key of three versions. Making RSA keys takes long, and no test changes them. */
const aVault = async () => {
  const { vault, keys, url } = emulatedVault();
  const versions = await vault.seedKey({ name: 'columns', kty: 'RSA', keyOps: [...keyOps], versions: [{}, {}, {}] });
  const [v1 = '', v2 = '', v3 = ''] = versions;
  return { vault, keys, key: url('columns'), v1, v2, v3 };
};
let shared: ReturnType<typeof aVault> | undefined;

/** A database whose column keys the first version has wrapped and signed. */
const aBank = async () => {
  const { vault, keys, key, v1, v2, v3 } = await (shared ??= aVault());
  const database = aDatabase();
  const store = sqlStore(database.sql, keys);

  const valueOf = async (version: string, plain = cek) => {
    const path = versionUrl(key, version);
    const ciphertext = Buffer.from(await keys.wrap({ key, version, algorithm: 'RSA-OAEP', value: plain }));
    const value = { path, ciphertext };
    const signature = Buffer.from(await keys.sign({ key, version }, signedPart(value)));
    return written({ ...value, signature });
  };
  const addMaster = (name: string, version: string, consent?: string) =>
    database.createMaster({ name, provider, path: versionUrl(key, version), consent });
  const put = async (name: string, version = v1) => {
    const master = database.masters.find(({ path }) => path.endsWith(version));
    if (!master) addMaster('CMK', version);
    database.createColumn(name);
    database.addValue(name, master?.name ?? 'CMK', await valueOf(version));
  };
  const move = async (to: string) => {
    const fates = [];
    for (const listed of await allIn(store)) {
      fates.push(await rewrapKey({ wrapping: keys, key, toKey: key, to }, listed));
    }
    return fates;
  };
  const pathsOf = (name: string) =>
    [...(database.columns.find((column) => column.name === name)?.values.keys() ?? [])].map((master) =>
      database.masters.find((each) => each.name === master)?.path.slice(-32),
    );
  /** Opens a value as a driver does: by the path of its master key, after its signature. */
  const opens = async (name: string, version: string) => {
    const column = database.columns.find((each) => each.name === name);
    const master = database.masters.find(({ path }) => path.endsWith(version));
    const value = readValue(column?.values.get(master?.name ?? '') ?? Buffer.alloc(0));
    if (!value) return false;
    const isGenuine = await keys.isSigned({ key, version }, signedPart(value), value.signature);
    const plain = await keys.unwrap({ key, version, algorithm: 'RSA-OAEP', value: value.ciphertext });
    return isGenuine && cek.equals(plain);
  };
  return { vault, keys, key, v1, v2, v3, database, store, put, move, pathsOf, opens, valueOf, addMaster };
};

const open = async (): Promise<StoreUnderTest> => {
  const { store, database, put, v1, v2, key, keys, valueOf } = await aBank();
  return {
    store,
    first: v1,
    second: v2,
    put: async (names) => {
      for (const name of names) await put(name);
    },
    putGarbled: async (name) => {
      database.createColumn(name);
      database.addValue(name, 'CMK', Buffer.from('no value'));
    },
    touch: async (name) => {
      // A wrapping is another each time.
      database.columns.find((column) => column.name === name)?.values.set('CMK', await valueOf(v1));
    },
    ownPart: async (name) => database.columns.find((column) => column.name === name)?.id,
    remove: async (name) => database.removeColumn(name),
    shut: async () => database.refuse(new DatabaseRefused({ server, database: 'sales' }, 'Login failed.')),
    anew: async () => ({
      wrappedBy: versionUrl(key, v2),
      value: await keys.wrap({ key, version: v2, algorithm: 'RSA-OAEP', value: cek }),
    }),
  };
};

storeContract('Column encryption keys', open);

describe('column encryption keys of SQL Server', () => {
  it('get a second value that drivers can verify and open, and keep the first', async () => {
    const { put, move, pathsOf, opens, v1, v2 } = await aBank();
    await put('CEK1');
    await put('CEK2');
    expect(await move(v2)).toEqual(['rewritten', 'rewritten']);
    expect(pathsOf('CEK1')).toEqual([v1, v2]);
    for (const name of ['CEK1', 'CEK2']) for (const version of [v1, v2]) expect(await opens(name, version)).toBe(true);
    expect(await move(v2)).toEqual(['untouched', 'untouched', 'untouched', 'untouched']);
  });

  it('share one master key object per version, named after its predecessor', async () => {
    const { put, move, database, v2, v3 } = await aBank();
    for (const name of ['CEK1', 'CEK2', 'CEK3']) await put(name);
    await move(v2);
    await move(v3);
    expect(database.masters.map(({ name }) => name)).toEqual([
      'CMK',
      `CMK_${v2.slice(0, 12)}`,
      `CMK_${v3.slice(0, 12)}`,
    ]);
  });

  it('lose the oldest value when a third would not fit', async () => {
    const { put, move, pathsOf, opens, v2, v3 } = await aBank();
    await put('CEK1');
    await move(v2);
    expect(await move(v3)).toContain('rewritten');
    expect(pathsOf('CEK1')).toEqual([v2, v3]);
    expect(await opens('CEK1', v3)).toBe(true);
  });

  it('go back to the version before, and are then under that one alone', async () => {
    const { put, move, pathsOf, opens, v1, v2 } = await aBank();
    await put('CEK1');
    await move(v2);
    expect(await move(v1)).toContain('rewritten');
    expect(pathsOf('CEK1')).toEqual([v1]);
    expect(await opens('CEK1', v1)).toBe(true);
  });

  it('show the former value as kept, which can be dropped', async () => {
    const { put, move, store, pathsOf, v1, v2 } = await aBank();
    await put('CEK1');
    await move(v2);
    const [spare] = (await allIn(store)).flatMap((listed) => ('spare' in listed ? [listed] : []));
    expect(spare?.wrappedBy).toContain(v1);
    expect(await spare?.drop()).toBe('written');
    expect(pathsOf('CEK1')).toEqual([v2]);
    expect(await spare?.drop()).toBe('changed');
  });

  it('are not signed for somebody who slipped in a key of his own', async () => {
    const { put, move, database, vault, key, v1, v2, pathsOf } = await aBank();
    await put('CEK1');
    const answer = await vault.fetch(
      new Request(`${versionUrl(key, v1)}?api-version=7.6`, { headers: { authorization: 'Bearer x' } }),
    );
    const { key: jwk } = Bundle.parse(await answer.json());
    const publicKey = createPublicKey({ key: { kty: 'RSA', n: jwk.n, e: jwk.e }, format: 'jwk' });
    const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
    const ciphertext = publicEncrypt({ key: publicKey, ...padding }, Buffer.alloc(32, 66));
    const forged = written({ path: versionUrl(key, v1), ciphertext, signature: Buffer.alloc(256, 1) });
    database.columns[0]?.values.set('CMK', forged);
    expect(await move(v2)).toEqual([{ left: 'not signed by its master key' }]);
    expect(pathsOf('CEK1')).toEqual([v1]);
  });

  it('are left alone while somebody else rotates them with a key outside of any vault', async () => {
    const { put, move, database, v2 } = await aBank();
    await put('CEK1');
    database.createMaster({
      name: 'Cert',
      provider: 'MSSQL_CERTIFICATE_STORE',
      path: 'CurrentUser/My/AB',
      consent: undefined,
    });
    database.addValue('CEK1', 'Cert', Buffer.from('whatever'));
    expect(await move(v2)).toEqual([{ left: 'having a second value that no vault has wrapped' }]);
  });

  it('may be used in enclaves afterwards as before', async () => {
    const { put, move, database, addMaster, keys, key, v1, v2 } = await aBank();
    addMaster('Enclaved', v1, 'AB');
    await put('CEK1');
    await move(v2);
    const made = database.masters.at(-1);
    const consent = Buffer.from(made?.consent ?? '', 'hex');
    expect(await keys.isSigned({ key, version: v2 }, enclaveConsent(provider, made?.path ?? ''), consent)).toBe(true);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('survive a fault at statement %i of a move, which then goes on', async (at) => {
    const { put, move, database, opens, v2, v3 } = await aBank();
    await put('CEK1');
    await move(v2);
    const ask = database.sql.ask.bind(database.sql);
    let count = 0;
    database.sql.ask = (statement) => {
      count += 1;
      return count === at + 1 ? Promise.reject(new Error('socket hang up')) : ask(statement);
    };
    await move(v3).catch((error: unknown) => error);
    database.sql.ask = ask;
    await move(v3);
    expect(await opens('CEK1', v3)).toBe(true);
  });

  it('are named safely, whatever their names hold', async () => {
    const { put, move, database, pathsOf, v1, v2 } = await aBank();
    const wicked = "a]; DROP TABLE x; --'[b";
    await put(wicked);
    expect(await move(v2)).toEqual(['rewritten']);
    expect(pathsOf(wicked)).toEqual([v1, v2]);
    expect(database.asked.some((statement) => statement.includes("[a]]; DROP TABLE x; --'[b]"))).toBe(true);
  });

  it('are found page by page', async () => {
    const { put, store } = await aBank();
    for (const name of ['a', 'b', 'c']) await put(name);
    const listed = await allIn(store, 1);
    expect(listed.filter((each): each is WrappedKey => 'write' in each).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('names and texts in statements', () => {
  it('are quoted as Transact-SQL does', () => {
    expect(identifier('a]b')).toBe('[a]]b]');
    expect(literal("it's")).toBe("N'it''s'");
  });

  it.each(['', 'x'.repeat(129), 'a\0b'])('are refused where they are no names: %j', (name) => {
    expect(() => identifier(name)).toThrow('Expected a name');
  });
});

describe('a database in the policy', () => {
  const entry = { kind: 'sql-always-encrypted', server, database: 'sales' };

  it('is named by its server and its name', () => {
    expect(sqlColumnKeys.idOf(sqlColumnKeys.entry.parse({ ...entry, database: 'sales/eu' }))).toBe(
      `mssql://${server}/sales%2Feu`,
    );
  });

  it.each(['bank.example.com', 'bank.database.windows.net.example.com', 'https://bank.database.windows.net'])(
    'lies on no other host than those of Azure SQL: %s',
    (other) => {
      expect(sqlColumnKeys.entry.safeParse({ ...entry, server: other }).success).toBe(false);
    },
  );
});
