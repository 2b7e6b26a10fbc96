import { armCases } from './arm-cases';
import { anArmEstate, key, v1, v2 } from './arm-estate';

/** It may be restored as it was, and would need the old version then. */
const gone = { proof: 'assumed', because: expect.stringContaining('restored') };

const cases = armCases.map((given) => ({
  ...given,
  seeds: given.pinned ?? given.following ?? given.byHand ?? given.tested ?? [],
}));

describe.each(cases)(
  'a resource of type $type that is deleted after it was planned',
  ({ id, seeds, pinned, tested }) => {
    const planned = async () => {
      const estate = anArmEstate();
      for (const seed of seeds) estate.emulator.put(seed);
      estate.create(v2);
      return { estate, dependent: await estate.only() };
    };

    it('needs no move, no undoing, and is only assumed', async () => {
      const { estate, dependent } = await planned();
      estate.emulator.remove(id);
      expect(await estate.drive(dependent)).toMatchObject({ state: 'settled', ...gone });
      // Some cannot go back at all, and say so without a look; they have files of their own.
      if (!tested) expect(await estate.driveBack(dependent)).toMatchObject({ state: 'settled', ...gone });
      expect(await estate.dependents.observe(dependent, { key, to: v2 })).toEqual(gone);
      expect(estate.writes()).toEqual([]);
    });

    if (pinned) {
      it('ends so too when it goes while it is moved', async () => {
        const { estate, dependent } = await planned();
        const earlier = await estate.step(dependent);
        estate.emulator.remove(id);
        const move = await estate.drive(dependent, { earlier });
        expect(move).toMatchObject({ state: 'settled', ...gone });
        expect(await estate.dependents.observe(dependent, { key, to: v1 })).toEqual(gone);
      });
    }
  },
);
