import type { KeySigning } from '../../keys/key-signing';
import { KeyUrl, versionIn } from '../../keys/key-url';
import type { Rewrapped, Written } from '../wrapped-keys/wrapped-key-store';
import {
  addValue,
  columnKeys,
  createMasterKey,
  dropValue,
  masterKeys,
  provider,
  standsFor,
  successorName,
  type ColumnKey,
  type KeyValue,
  type MasterKey,
} from './column-keys';
import { enclaveConsent, signedPart, written } from './encrypted-value';
import type { SqlConversation } from './sql-conversation';

interface Access {
  readonly sql: SqlConversation;
  readonly signing: KeySigning;
}

interface Change {
  readonly columnKey: ColumnKey;
  /** The value that was unwrapped. */
  readonly current: KeyValue;
  readonly anew: Rewrapped;
}

const signerOf = (wrappedBy: string) => ({ key: KeyUrl.parse(wrappedBy), version: versionIn(wrappedBy) ?? '' });

/** The master key object for a version of a key: the one that is there, else a new one that allows what its predecessor did. */
const masterFor = async ({ sql, signing }: Access, path: string, predecessor: MasterKey): Promise<MasterKey> => {
  const find = async () => (await masterKeys(sql)).find((master) => standsFor(master, path));
  const known = await find();
  if (known) return known;
  const consent = predecessor.forEnclaves
    ? await signing.sign(signerOf(path), enclaveConsent(provider, path))
    : undefined;
  await sql.ask(createMasterKey(successorName(predecessor.name, signerOf(path).version), path, consent));
  const made = await find();
  if (!made) throw new Error(`Expected a column master key for ${path} after it was made, found none.`);
  return made;
};

/** SQL Server takes two values at most: an older one of the vault makes room, which the current one can replace. */
const makeRoom = async (sql: SqlConversation, { columnKey, current }: Change): Promise<Written> => {
  const others = columnKey.values.filter(({ master }) => master.id !== current.master.id);
  if (others.some(({ master }) => !master.isInVault))
    return { held: 'having a second value that no vault has wrapped' };
  for (const { master } of others) await sql.ask(dropValue(columnKey.name, master.name));
  return 'written';
};

/**
 * Gives a column encryption key a value under another version, beside the one it has: clients read the one that they can. Stopped
 * at any point, it leaves at least one good value, and the next look goes on from there. Back to an older master key the newer
 * value is dropped, because the newest is the one that counts.
 */
export const rewriteColumnKey = async (access: Access, change: Change): Promise<Written> => {
  const { sql, signing } = access;
  const { columnKey, current, anew } = change;
  const master = await masterFor(access, anew.wrappedBy, current.master);
  const room = await makeRoom(sql, change);
  if (room !== 'written') return room;

  const value = { path: master.path, ciphertext: Buffer.from(anew.value) };
  const signature = Buffer.from(await signing.sign(signerOf(master.path), signedPart(value)));
  const bytes = written({ ...value, signature });
  await sql.ask(addValue(columnKey.name, master.name, bytes));

  const [now] = await columnKeys(sql, { size: 1, after: columnKey.id - 1 });
  const isThere = now?.values.some((each) => each.master.id === master.id && each.bytes.equals(bytes));
  if (!isThere) return 'changed';
  if (master.id < current.master.id) await sql.ask(dropValue(columnKey.name, current.master.name));
  return 'written';
};
