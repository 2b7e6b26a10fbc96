import { seed } from './arm-case';
import { databricksCase } from './arm-cases-services';
import { anArmEstate, group, host, key, v1, v2 } from './arm-estate';

const apart = (keyVersion: string) => ({ keyVaultUri: `https://${host}`, keyName: 'ledger', keyVersion });

/** A workspace whose disks follow by themselves, and whose managed services are pinned to v1. */
const aWorkspace = () => {
  const estate = anArmEstate();
  estate.emulator.put(
    seed('Microsoft.Databricks/workspaces/lake', {
      managedResourceGroupId: `${group}-managed`,
      encryption: {
        entities: {
          managedServices: { keySource: 'Microsoft.Keyvault', keyVaultProperties: apart(v1) },
          managedDisk: {
            keySource: 'Microsoft.Keyvault',
            keyVaultProperties: apart(v1),
            rotationToLatestKeyVersionEnabled: true,
          },
        },
      },
    }),
  );
  estate.create(v2);
  return estate;
};

describe('a Databricks workspace whose disks follow', () => {
  it('is written for what is pinned only; that the disks have followed is assumed', async () => {
    const estate = aWorkspace();
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({ dependent: databricksCase.id, state: 'settled', proof: 'assumed' });
    expect(estate.writes()).toHaveLength(1);
    expect(estate.emulator.get(databricksCase.id)?.properties).toMatchObject({
      encryption: {
        entities: {
          managedServices: { keyVaultProperties: { keyVersion: v2 } },
          managedDisk: { keyVaultProperties: { keyVersion: v1 }, rotationToLatestKeyVersionEnabled: true },
        },
      },
    });
  });

  it('is not proven by the version that its disks were once set to', async () => {
    const estate = aWorkspace();
    const dependent = await estate.only();
    expect(dependent.version).toBeUndefined();
    expect(await estate.dependents.observe(dependent, { key, to: v1 })).toMatchObject({ proof: 'assumed' });
  });
});
