import { armCases } from './arm-cases';
import { anArmEstate, key, v2, type ArmEstate } from './arm-estate';

const v3 = '3'.repeat(32);

/** Those that an emergency pins for a moment, because nothing else makes them move at once. */
const cases = armCases.filter(({ nudges }) => nudges.length === 2 && nudges[0]?.path === nudges[1]?.path);

describe.each(cases)(
  'a follower of type $type that an emergency pinned and was cut short',
  ({ following = [], nudges }) => {
    /** The first write of the nudge is done; whoever was to do the second died. */
    const cutShort = async (): Promise<ArmEstate> => {
      const estate = anArmEstate();
      for (const seed of following) estate.emulator.put(seed);
      estate.create(v2);
      const dependent = await estate.only();
      await estate.step(dependent, { nudge: true });
      estate.pass(600);
      expect(estate.writes()).toEqual(nudges.slice(0, 1));
      expect(await estate.only()).toMatchObject({ mode: 'pinned', version: v2 });
      return estate;
    };

    it('is released by whoever plans it as the follower that it was, without an emergency', async () => {
      const estate = await cutShort();
      const dependent = { ...(await estate.only()), mode: 'following', pinnedByUs: v2 } as const;
      expect(await estate.drive(dependent)).toMatchObject({ state: 'settled', proof: 'read-back' });
      expect(await estate.only()).toMatchObject({ mode: 'following', version: v2 });
      expect(estate.writes()).toEqual(nudges);
    });

    it.each([false, true])(
      'is released and goes on to the next version, in an emergency or not (%s)',
      async (nudge) => {
        const estate = await cutShort();
        estate.create(v3);
        const dependent = { ...(await estate.only()), mode: 'following', pinnedByUs: v2 } as const;
        const move = await estate.drive(dependent, { to: v3, nudge });
        expect(move).toMatchObject({ state: 'settled', proof: 'read-back', to: v3 });
        expect(await estate.only()).toMatchObject({ mode: 'following', version: v3 });
      },
    );

    it('is left as it is when somebody has pinned it to something else meanwhile', async () => {
      const estate = await cutShort();
      const dependent = { ...(await estate.only()), mode: 'following', pinnedByUs: 'e'.repeat(32) } as const;
      const count = estate.writes().length;
      expect(await estate.step(dependent, { key, to: v3 })).toMatchObject({ state: 'failed', proof: 'unproven' });
      expect(estate.writes()).toHaveLength(count);
    });
  },
);
