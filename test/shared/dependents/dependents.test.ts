import { dependents } from '../../../shared/dependents/dependents';
import { anArmEstate, aPolicy, key, v1, v2 } from './arm-estate';
import { aContainer, aShelf, aVault, container, encrypted, blobsAlone } from './blobs/application';
import { armCases } from './arm-cases';

/** A storage account pinned to v1, and a container with a blob wrapped by it. */
const anEstate = () => {
  const estate = anArmEstate();
  const account = armCases.find(({ type }) => type === 'Microsoft.Storage/storageAccounts');
  for (const seed of account?.pinned ?? []) estate.emulator.put(seed);
  estate.create(v2);
  const { store } = aContainer({ name: 'a', metadata: encrypted(v1) });
  const policy = { ...aPolicy(), applicationData: [{ container, canary: false }] };
  const port = dependents({
    arm: estate.arm,
    blobs: store,
    ...blobsAlone,
    wrapping: aVault().wrapping,
    shelf: aShelf(),
    policy: () => Promise.resolve(policy),
    now: estate.now,
  });
  return { port, policy };
};

it('finds, moves and observes resources and application data alike', async () => {
  const { port, policy } = anEstate();
  const { dependents: found } = await port.find(key, policy);
  expect(found.map(({ type }) => type)).toEqual(['Microsoft.Storage/storageAccounts', 'application-data/blobs']);
  for (const dependent of found) {
    expect(await port.move(dependent, { key, to: v2, nudge: false })).toMatchObject({ state: 'settled' });
    expect(await port.observe(dependent, { key, to: v2 })).toEqual({ proof: 'read-back' });
  }
});
