import { hostOf, KeyUrl, nameOf } from '../../../shared/keys/key-url';
import { seed } from './arm-case';
import { diskSet } from './arm-cases';
import { anArmEstate, group, key, v1, v2, type ArmEstate } from './arm-estate';

const id = `${group}/providers/Microsoft.Compute/diskEncryptionSets/disks`.toLowerCase();
const properties = (estate: ArmEstate) => estate.emulator.get(id)?.properties ?? {};

const vaultIn = (place: string) => `${place}/providers/Microsoft.KeyVault/vaults/orders`;
const orders = KeyUrl.parse('https://orders.vault.azure.net/keys/second');
const hsm = KeyUrl.parse('https://treasury.managedhsm.azure.net/keys/second');

const turnedTo = async (toKey: KeyUrl, vault?: string) => {
  const estate = anArmEstate();
  estate.emulator.put(diskSet({}));
  if (vault) estate.emulator.put({ ...seed('', { vaultUri: `https://${hostOf(toKey)}/` }), id: vault });
  estate.create(v2, nameOf(toKey), hostOf(toKey));
  const move = await estate.drive(await estate.only(), { toKey });
  return { estate, move };
};

describe('a disk encryption set that is to use a key of another vault', () => {
  it('names that vault, if it lies in its own subscription', async () => {
    const { estate, move } = await turnedTo(orders, vaultIn(group));
    expect(move).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(properties(estate)).toMatchObject({
      activeKey: { keyUrl: `${orders}/${v2}`, sourceVault: { id: vaultIn(group).toLowerCase() } },
    });
  });

  it.each([
    [
      'lies in another subscription',
      orders,
      vaultIn('/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/rg'),
    ],
    ['cannot be seen', orders, undefined],
    ['is a Managed HSM', hsm, undefined],
  ])('names none where it %s', async (_, toKey, vault) => {
    const { estate, move } = await turnedTo(toKey, vault);
    expect(move).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(properties(estate)['activeKey']).toEqual({ keyUrl: `${toKey}/${v2}` });
  });
});

describe('a disk encryption set that has the new version', () => {
  const onV2 = async (more: Parameters<typeof diskSet>[0]) => {
    const estate = anArmEstate();
    estate.create(v2);
    estate.emulator.put(diskSet({ activeKey: { keyUrl: `${key}/${v2}` }, ...more }));
    const dependent = await estate.only();
    return { estate, dependent, seen: await estate.dependents.observe(dependent, { key, to: v2 }) };
  };

  it('is not proven while disks are still on the former key', async () => {
    const { seen } = await onV2({ previousKeys: [{ keyUrl: `${key}/${v1}` }] });
    expect(seen).toEqual({ proof: 'unproven', because: expect.stringContaining('still being moved') });
  });

  it('is not proven while its auto-rotation reports an error, and says which', async () => {
    const { estate, dependent, seen } = await onV2({
      rotationToLatestKeyVersionEnabled: true,
      autoKeyRotationError: { code: 'KeyVaultAccessForbidden', message: 'No access.' },
    });
    expect(seen).toEqual({ proof: 'unproven', because: expect.stringContaining('No access.') });
    expect(await estate.drive(dependent)).toMatchObject({
      state: 'failed',
      because: expect.stringContaining('No access.'),
    });
  });

  it('is proven when the error is left over from an auto-rotation that is off', async () => {
    const { seen } = await onV2({ autoKeyRotationError: { code: 'KeyVaultAccessForbidden', message: 'No access.' } });
    expect(seen).toEqual({ proof: 'read-back' });
  });
});
