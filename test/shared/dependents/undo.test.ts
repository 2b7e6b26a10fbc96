import type { ArmCase } from './arm-case';
import { armCases } from './arm-cases';
import { anArmEstate, key, v1, v2, type ArmEstate } from './arm-estate';

const anEstateWith = (seeds: ArmCase['pinned'] = []): ArmEstate => {
  const estate = anArmEstate();
  for (const seed of seeds) estate.emulator.put(seed);
  estate.pass(60);
  estate.create(v2);
  return estate;
};

/** SQL takes no older version as protector. */
const staysForward = /^Microsoft\.Sql\/(servers|managedInstances)$/;

describe.each(armCases)('undoing the move of a resource of type $type', ({ id, type, pinned, following, byHand }) => {
  if (pinned) {
    it('brings a pinned one back to the former version, or says that its type cannot go back', async () => {
      const estate = anEstateWith(pinned);
      const dependent = await estate.only();
      await estate.drive(dependent);
      const move = await estate.driveBack(dependent);
      if (staysForward.test(type)) {
        expect(move).toMatchObject({ state: 'needs-person', proof: 'unproven', to: v1 });
        expect(await estate.only()).toMatchObject({ id, mode: 'pinned', version: v2 });
        return;
      }
      expect(move).toMatchObject({ dependent: id, type, state: 'settled', proof: 'read-back', to: v1 });
      expect(await estate.only()).toMatchObject({ id, mode: 'pinned', version: v1 });
    });

    it('writes nothing to one that is back already', async () => {
      const estate = anEstateWith(pinned);
      const dependent = await estate.only();
      expect(await estate.driveBack(dependent)).toMatchObject({ state: 'settled', proof: 'read-back', to: v1 });
      expect(estate.writes()).toEqual([]);
    });

    it('leaves alone what stands on neither version', async () => {
      const estate = anEstateWith(pinned);
      const dependent = await estate.only();
      await estate.drive(dependent);
      const count = estate.writes().length;
      const move = await estate.dependents.undo(dependent, { key, from: 'e'.repeat(32), to: v1 });
      expect(move).toMatchObject({ state: 'failed', because: expect.stringContaining('left as it is') });
      expect(estate.writes()).toHaveLength(count);
    });
  }

  if (following) {
    it('pins no follower: that would outlast the undo, so a person is told', async () => {
      const estate = anEstateWith(following);
      const dependent = await estate.only();
      await estate.drive(dependent);
      expect(await estate.driveBack(dependent)).toMatchObject({ state: 'needs-person', proof: 'unproven', to: v1 });
      expect(estate.writes()).toEqual([]);
    });
  }

  if (byHand) {
    it('is a matter for a person, who is told the version', async () => {
      const estate = anEstateWith(byHand);
      const dependent = await estate.only();
      const move = await estate.dependents.undo(dependent, { key, from: v1, to: v2 });
      expect(move).toMatchObject({ state: 'needs-person', because: expect.stringContaining(`${key}/${v2}`) });
      expect(estate.writes()).toEqual([]);
    });
  }
});
