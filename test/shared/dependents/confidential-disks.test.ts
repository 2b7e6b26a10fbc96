import { diskSet } from './arm-cases';
import { seed } from './arm-case';
import { anArmEstate, group, key, v2, type ArmEstate } from './arm-estate';

const set = diskSet({ encryptionType: 'ConfidentialVmEncryptedWithCustomerKey' });
const setId = set.id.toLowerCase();
const vmId = (name: string) => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`.toLowerCase();

/** A VM whose disk names the set in the casing of whoever made it. */
const machine = (name: string, power: string, diskEncryptionSet: string = set.id) =>
  seed(`Microsoft.Compute/virtualMachines/${name}`, {
    storageProfile: {
      osDisk: {
        managedDisk: {
          securityProfile: {
            securityEncryptionType: 'DiskWithVMGuestState',
            diskEncryptionSet: { id: diskEncryptionSet },
          },
        },
      },
    },
    instanceView: { statuses: [{ code: 'ProvisioningState/succeeded' }, { code: `PowerState/${power}` }] },
  });

const anEstate = (...machines: ReturnType<typeof machine>[]): ArmEstate => {
  const estate = anArmEstate();
  for (const each of [set, ...machines]) estate.emulator.put(each);
  estate.create(v2);
  return estate;
};

const guidance = async (estate: ArmEstate, how: { nudge?: boolean } = {}) => estate.drive(await estate.only(), how);

describe('R24: a disk encryption set for confidential VMs', () => {
  it.each([false, true])('refuses while a VM runs, and names it, in an emergency too (%s)', async (nudge) => {
    const estate = anEstate(machine('Pay-1', 'running'), machine('Pay-2', 'deallocated'));
    const { state, proof, because, steps } = await guidance(estate, { nudge });
    expect({ state, proof }).toEqual({ state: 'needs-person', proof: 'unproven' });
    expect(because).toContain('while one does, none gets the new key');
    expect(steps?.[0]).toBe(`In a maintenance window, deallocate what runs: az vm deallocate --ids ${vmId('pay-1')}`);
    expect(steps).toContain(`Start the VMs: az vm start --ids ${vmId('pay-1')} ${vmId('pay-2')}`);
    expect(estate.writes()).toEqual([]);
  });

  it('takes a VM that is stopped but not deallocated for one that runs', async () => {
    const { steps } = await guidance(anEstate(machine('pay-1', 'stopped')));
    expect(steps?.[0]).toContain(`az vm deallocate --ids ${vmId('pay-1')}`);
  });

  it('asks to point the set at the version once all VMs are deallocated, and is still not written', async () => {
    const estate = anEstate(machine('pay-1', 'deallocated'));
    const { because, steps } = await guidance(estate);
    expect(because).toContain('None of those that could be seen runs');
    expect(steps).not.toContainEqual(expect.stringContaining('az vm deallocate'));
    expect(steps).toContain(
      `Point the set at the version: az disk-encryption-set update --ids ${setId} --key-url ${key}/${v2}`,
    );
    expect(estate.writes()).toEqual([]);
  });

  it('leaves VMs of other sets out', async () => {
    const other = `${set.id}-other`;
    const { because } = await guidance(anEstate(machine('web-1', 'running', other)));
    expect(because).not.toContain('web-1');
  });

  it('names a VM whose state it may not see', async () => {
    const estate = anEstate(machine('pay-1', 'running'));
    estate.rights.may = (action) => !/instanceView/i.test(action);
    const { because, steps } = await guidance(estate);
    expect(because).toContain('could not be seen');
    expect(steps?.[0]).toBe(`See that these are deallocated: ${vmId('pay-1')}`);
  });

  it('says so when it cannot even ask which VMs there are', async () => {
    const estate = anEstate();
    estate.emulator.inject({
      path: '/providers/Microsoft.ResourceGraph/resources',
      effect: { kind: 'answer', status: 403, code: 'AuthorizationFailed' },
    });
    const dependent = { id: setId, type: 'Microsoft.Compute/diskEncryptionSets' } as const;
    const move = await estate.step({ ...dependent, mode: 'by-hand', canary: false, keepsOldVersionFor: [] });
    expect(move.because).toContain('could not be seen');
    expect(move.steps?.[0]).toContain('all confidential VMs that use the set');
  });

  it('is verified after a person has done it: first its previous keys must be gone', async () => {
    const estate = anEstate(machine('pay-1', 'running'));
    const dependent = await estate.only();
    const move = await estate.drive(dependent);
    const patch = () =>
      estate.arm.patch(setId, '2025-01-02', { properties: { activeKey: { keyUrl: `${key}/${v2}` } } });
    await expect(patch()).rejects.toThrow('Stop all virtual machines that use the set first: pay-1');
    estate.emulator.put(machine('pay-1', 'deallocated'));
    await patch();
    expect(await estate.step(dependent, { earlier: move })).toMatchObject({ state: 'pending' });
    estate.pass(60);
    expect(await estate.step(dependent, { earlier: move })).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(await estate.dependents.observe(dependent, { key, to: v2 })).toEqual({ proof: 'read-back' });
    expect(await estate.only()).toMatchObject({ mode: 'by-hand', version: v2 });
  });
});
