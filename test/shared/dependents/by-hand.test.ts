import { diskSet } from './arm-cases';
import { anArmEstate, key, v1, v2 } from './arm-estate';

/** A set for confidential VMs on v1, with v2 there. */
const aConfidentialSet = () => {
  const estate = anArmEstate();
  estate.emulator.put(diskSet({ encryptionType: 'ConfidentialVmEncryptedWithCustomerKey' }));
  estate.create(v2);
  return estate;
};

describe('R24: a disk encryption set for confidential VMs', () => {
  it('is found as one that a person moves', async () => {
    expect(await aConfidentialSet().only()).toMatchObject({ mode: 'by-hand', version: v1 });
  });

  it('is not written either when it was planned as pinned', async () => {
    const estate = aConfidentialSet();
    const move = await estate.drive({ ...(await estate.only()), mode: 'pinned' });
    expect(move.state).toBe('needs-person');
    expect(estate.writes()).toEqual([]);
  });

  it('is proven by reading back once a person has moved it', async () => {
    const estate = aConfidentialSet();
    const dependent = await estate.only();
    const id = dependent.id;
    await estate.arm.patch(id, '2025-01-02', { properties: { activeKey: { keyUrl: `${key}/${v2}` } } });
    expect(await estate.step(dependent)).toMatchObject({ state: 'pending' });
    estate.pass(60);
    expect(await estate.step(dependent)).toMatchObject({ state: 'settled', proof: 'read-back' });
  });
});
