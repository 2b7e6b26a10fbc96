import { armDependents } from '../../../shared/dependents/arm-dependents';
import { armCases } from './arm-cases';
import { anArmEstate, key, v2, type ArmEstate } from './arm-estate';

const anEstateWith = (type: string): ArmEstate => {
  const estate = anArmEstate();
  for (const seed of armCases.find((each) => each.type === type)?.pinned ?? []) estate.emulator.put(seed);
  estate.create(v2);
  return estate;
};

it.each([
  ['Microsoft.DataFactory/factories', '2018-06-01'],
  ['Microsoft.HealthcareApis/workspaces/fhirservices', '2023-11-01'],
])('a change that somebody makes to %s between our reading and our writing is not lost', async (type, apiVersion) => {
  const estate = anEstateWith(type);
  const dependent = await estate.only();
  let others = 1;
  const arm: typeof estate.arm = {
    ...estate.arm,
    async put(...asked) {
      if (others-- > 0) await estate.arm.patch(dependent.id, apiVersion, { tags: { owner: 'billing' } });
      estate.pass(60);
      return estate.arm.put(...asked);
    },
  };
  const port = armDependents({ arm, now: estate.now });
  const first = await port.move(dependent, { key, to: v2, nudge: false });
  expect(first).toMatchObject({ state: 'pending', because: expect.stringContaining('other change') });
  let move = first;
  for (let turn = 0; move.state === 'pending' && turn < 9; turn++) {
    estate.pass(60);
    move = await port.move(dependent, { key, to: v2, nudge: false, earlier: move });
  }
  expect(move).toMatchObject({ state: 'settled', proof: 'read-back' });
  expect(estate.emulator.get(dependent.id)?.tags).toEqual({ owner: 'billing' });
});

it('a backup vault whose key does not work is not proven, whatever it names', async () => {
  const estate = anEstateWith('Microsoft.DataProtection/backupVaults');
  const dependent = await estate.drive(await estate.only());
  const vault = estate.emulator.get(dependent.dependent);
  const { encryptionSettings } = Object(vault?.properties['securitySettings']);
  estate.emulator.put({
    id: dependent.dependent,
    properties: { securitySettings: { encryptionSettings: { ...encryptionSettings, state: 'Inconsistent' } } },
  });
  expect(await estate.dependents.observe(await estate.only(), { key, to: v2 })).toMatchObject({ proof: 'unproven' });
});
