import type {
  Listed,
  Rewrapped,
  WrappedKey,
  WrappedKeyStore,
} from '../../../../shared/dependents/wrapped-keys/wrapped-key-store';
import { versionIn } from '../../../../shared/keys/key-url';

/** What the contract needs to know of a kind of store in order to try it. */
export interface StoreUnderTest {
  readonly store: WrappedKeyStore;
  /** Puts so many wrapped keys in, all under the first version, with names in the order of the listing. */
  readonly put: (names: readonly string[]) => Promise<void>;
  /** Puts in what ought to be a wrapped key and is none; left out where the kind cannot have such. */
  readonly putGarbled?: (name: string) => Promise<void>;
  /** Changes the application's own part, as another writer would. */
  readonly touch: (name: string) => Promise<void>;
  /** The application's own part. */
  readonly ownPart: (name: string) => Promise<unknown>;
  readonly remove: (name: string) => Promise<void>;
  /** What makes the store refuse us for good. */
  readonly shut: () => Promise<void>;
  /** Makes a value that the kind accepts for the second version. */
  readonly anew: (key: WrappedKey) => Promise<Rewrapped>;
  readonly first: string;
  readonly second: string;
}

/** Everything that a store lists, page by page. */
export const allIn = async (store: WrappedKeyStore, size = 2): Promise<readonly Listed[]> => {
  const found: Listed[] = [];
  let from: string | undefined;
  do {
    const page = await store.list({ size, ...(from && { from }) });
    found.push(...page.keys);
    from = page.next;
  } while (from);
  return found;
};

const isKey = (listed: Listed): listed is WrappedKey => 'write' in listed;

const keyIn = async (store: WrappedKeyStore): Promise<WrappedKey> => {
  const key = (await allIn(store)).find(isKey);
  if (!key) throw new Error('Expected a wrapped key in the store, found none.');
  return key;
};

const versionsIn = async (store: WrappedKeyStore) =>
  (await allIn(store)).filter(isKey).map(({ wrappedBy }) => versionIn(wrappedBy));

/** What holds for every kind of store. `open` makes an empty one. */
export const storeContract = (kind: string, open: () => Promise<StoreUnderTest>): void => {
  describe(`${kind} keep the contract of stores of wrapped keys`, () => {
    it('list every key once, with its version, over as many pages as it takes', async () => {
      const { store, put, first } = await open();
      const names = ['a', 'b', 'c', 'd', 'e'];
      await put(names);
      const listed = (await allIn(store)).filter(isKey);
      expect(new Set(listed.map(({ id }) => id)).size).toBe(5);
      expect(listed.map(({ wrappedBy }) => versionIn(wrappedBy))).toEqual(names.map(() => first));
    });

    it('go on with a listing that another process has begun', async () => {
      const { store, put } = await open();
      await put(['a', 'b', 'c', 'd', 'e']);
      const all = (await allIn(store)).map(({ id }) => id);
      const { keys, next } = await store.list({ size: 2 });
      const rest: string[] = [];
      for (let from = next; from;) {
        const page = await store.list({ size: 2, from: String(JSON.parse(JSON.stringify(from))) });
        rest.push(...page.keys.map(({ id }) => id));
        from = page.next;
      }
      expect([...keys.map(({ id }) => id), ...rest]).toEqual(all);
    });

    it('write what was wrapped anew, and nothing beside it', async () => {
      const { store, put, anew, ownPart, second } = await open();
      await put(['a']);
      const before = await ownPart('a');
      const key = await keyIn(store);
      const written = await anew(key);
      expect(await key.write(written)).toBe('written');
      const after = await keyIn(store);
      expect(versionIn(after.wrappedBy)).toBe(second);
      expect(Buffer.from(after.value)).toEqual(Buffer.from(written.value));
      expect(after).toMatchObject({ id: key.id, algorithm: key.algorithm });
      expect(await ownPart('a')).toEqual(before);
    });

    it('write nothing over what somebody else has changed since', async () => {
      const { store, put, anew, touch, ownPart, first } = await open();
      await put(['a']);
      const key = await keyIn(store);
      await touch('a');
      const touched = await ownPart('a');
      expect(await key.write(await anew(key))).toBe('changed');
      expect(await versionsIn(store)).toEqual([first]);
      expect(await ownPart('a')).toEqual(touched);
    });

    it('write once, whoever comes first of two', async () => {
      const { store, put, anew, second } = await open();
      await put(['a']);
      const [one, other] = [await keyIn(store), await keyIn(store)];
      expect(await one.write(await anew(one))).toBe('written');
      expect(await other.write(await anew(other))).toBe('changed');
      expect(await versionsIn(store)).toEqual([second]);
    });

    it('say that what is gone has changed, and do not bring it back', async () => {
      const { store, put, anew, remove } = await open();
      await put(['a']);
      const key = await keyIn(store);
      await remove('a');
      expect(await key.write(await anew(key))).toBe('changed');
      expect(await allIn(store)).toEqual([]);
    });

    it('tell what nobody can read', async () => {
      const { store, put, putGarbled } = await open();
      if (!putGarbled) return;
      await put(['a']);
      await putGarbled('b');
      const listed = await allIn(store);
      expect(listed.filter(isKey)).toHaveLength(1);
      expect(listed.filter((each) => 'garbled' in each)).toHaveLength(1);
    });

    it('refuse with what to do about it when they are shut', async () => {
      const { store, shut } = await open();
      await shut();
      await expect(store.list({ size: 2 })).rejects.toMatchObject({ code: expect.stringMatching(/refused$/) });
    });
  });
};
