import type { ArmCase } from './arm-case';
import { armCases, diskSet } from './arm-cases';
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

type ByHand = ArmCase & { byHand: NonNullable<ArmCase['byHand']> };
const cases = armCases.filter((each): each is ByHand => each.byHand !== undefined);

describe.each(cases)('a resource of type $type, which Rewrap never writes', ({ id, type, byHand }) => {
  const anEstate = () => {
    const estate = anArmEstate();
    for (const seed of byHand) estate.emulator.put(seed);
    estate.create(v2);
    return estate;
  };

  it('is found as one that a person moves', async () => {
    expect(await anEstate().only()).toMatchObject({ id, type, mode: 'by-hand' });
  });

  it.each([false, true])('is told to a person, whether or not it is an emergency (%s)', async (nudge) => {
    const estate = anEstate();
    const move = await estate.drive(await estate.only(), { nudge });
    expect(move).toMatchObject({ state: 'needs-person', proof: 'unproven' });
    expect(move.because).toContain(`${key}/${v2}`);
    expect(estate.writes()).toEqual([]);
  });
});
