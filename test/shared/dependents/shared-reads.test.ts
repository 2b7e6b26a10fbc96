import { dependents } from '../../../shared/dependents/dependents';
import { KeyUrl } from '../../../shared/keys/key-url';
import { armCases } from './arm-cases';
import { anArmEstate, aPolicy, host, idOf, key, v1, v2 } from './arm-estate';
import { aContainer, aShelf, aVault, container, encrypted, blobsAlone } from './blobs/application';

const other = KeyUrl.parse(`https://${host}/keys/other`);

/** One resource of every type and a container of application data, all pinned to the key where they can be. */
const anEstate = () => {
  const estate = anArmEstate();
  estate.create(v1, 'other');
  for (const { pinned, following } of armCases) for (const seed of pinned ?? following ?? []) estate.emulator.put(seed);
  const { store } = aContainer({ name: 'a', metadata: encrypted(v1) }, { name: 'b', metadata: encrypted(v2, other) });
  const listed: string[] = [];
  const blobs = {
    ...store,
    list: (...asked: Parameters<typeof store.list>) => (listed.push(asked[0]), store.list(...asked)),
  };
  const policy = { ...aPolicy(), applicationData: [{ container, canary: false }] };
  const port = dependents({
    arm: estate.arm,
    blobs,
    ...blobsAlone,
    wrapping: aVault().wrapping,
    shelf: aShelf(),
    policy: () => Promise.resolve(policy),
    now: estate.now,
  });

  /** The reads that a look-up made of what is alike for every key. */
  const sharedReadsOf = async (work: () => Promise<unknown>) => {
    estate.calls.length = listed.length = 0;
    await work();
    const parts = /\/subscriptions\/[^/]+$|encryptionscopes$|encryptionprotector\/current$|\/keys$/i;
    return [...estate.calls.filter(({ path }) => parts.test(path)).map(({ path }) => path), ...listed];
  };
  return { estate, port, policy, sharedReadsOf };
};

describe('looking for the users of many keys', () => {
  it('reads once, within the age that is allowed, what is alike for every key', async () => {
    const { estate, port, policy, sharedReadsOf } = anEstate();
    const notOlderThan = estate.now();
    expect((await sharedReadsOf(() => port.find(other, policy, { notOlderThan }))).length).toBeGreaterThanOrEqual(5);
    estate.pass(60);
    expect(await sharedReadsOf(() => port.find(key, policy, { notOlderThan }))).toEqual([]);
  });

  it('finds the same for each key as it does when it reads everything', async () => {
    const { estate, port, policy } = anEstate();
    for (const each of [key, other]) {
      const found = await port.find(each, policy, { notOlderThan: estate.now() });
      expect(found).toEqual(await port.find(each, policy));
    }
  });

  it('reads again when what it has is too old', async () => {
    const { estate, port, policy, sharedReadsOf } = anEstate();
    const all = await sharedReadsOf(() => port.find(key, policy, { notOlderThan: estate.now() }));
    estate.pass(60);
    expect(await sharedReadsOf(() => port.find(key, policy, { notOlderThan: estate.now() }))).toEqual(all);
  });

  it('reads everything now where no age is allowed, as a plan and a retirement need it', async () => {
    const { estate, port, policy, sharedReadsOf } = anEstate();
    const all = await sharedReadsOf(() => port.find(key, policy, { notOlderThan: estate.now() }));
    expect(await sharedReadsOf(() => port.find(key, policy))).toEqual(all);
  });

  it('asks Resource Graph once for all keys of a vault', async () => {
    const { estate, port, policy } = anEstate();
    const queries = () => estate.calls.filter(({ path }) => /resourcegraph/i.test(path)).length;
    const notOlderThan = estate.now();
    await port.find(other, policy, { notOlderThan });
    const asked = queries();
    await port.find(key, policy, { notOlderThan });
    expect(queries()).toBe(asked);
  });

  it('asks anew who names the key where no age is allowed', async () => {
    const { estate, port, policy } = anEstate();
    await port.find(key, policy, { notOlderThan: estate.now() });
    const id = idOf('Microsoft.DocumentDB/databaseAccounts/newcomer');
    estate.emulator.put({ id, properties: { keyVaultKeyUri: key } });
    const { dependents: found } = await port.find(key, policy);
    expect(found.map((each) => each.id)).toContain(id);
  });
});
