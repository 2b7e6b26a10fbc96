import { Duration } from 'luxon';
import { armTypes } from '../../../shared/dependents';
import type { ArmCase } from './arm-case';
import { armCases } from './arm-cases';
import { anArmEstate, key, v1, v2, type ArmEstate } from './arm-estate';

type Following = ArmCase & { following: NonNullable<ArmCase['following']> };
const cases = armCases.filter((each): each is Following => each.following !== undefined);

const anEstateWith = ({ following }: Following, options: Parameters<typeof anArmEstate>[0] = {}): ArmEstate => {
  const estate = anArmEstate(options);
  for (const seed of following) estate.emulator.put(seed);
  estate.create(v2);
  return estate;
};

describe.each(cases)('a resource of type $type that follows by itself', (given) => {
  const { id, type, nudges, silent } = given;
  const proof = silent ? 'assumed' : 'read-back';
  const showing = (version: string) => (silent ? {} : { version });
  const within = armTypes.find((each) => each.type === type)?.references[0]?.follows?.within ?? {};
  const lag = Duration.fromObject(within).as('seconds');
  /** The emulator's own lag for the part that holds the reference. */
  const never = { [type]: 1e6, [`${type}/encryptionProtector`]: 1e6 };

  it('is found as following', async () => {
    expect(await anEstateWith(given).only()).toMatchObject({ id, type, mode: 'following', ...showing(v1) });
  });

  it('is waited for within its documented lag, is never written, and is proven by what it shows', async () => {
    const estate = anEstateWith(given);
    const began = estate.now().getTime();
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({ state: 'settled', proof });
    expect((estate.now().getTime() - began) / 1_000).toBeLessThanOrEqual(lag);
    expect(estate.writes()).toEqual([]);
    expect(await estate.only()).toMatchObject({ mode: 'following', ...showing(v2) });
  });

  it('is looked at again within an hour, and not every second', async () => {
    const estate = anEstateWith(given);
    const move = await estate.step(await estate.only());
    const wait = Date.parse(move.checkAgainAt ?? '') - estate.now().getTime();
    expect(wait).toBeGreaterThanOrEqual(60_000);
    expect(wait).toBeLessThanOrEqual(3_600_000);
  });

  it('is unproven, with what to do, when its lag is over and it has not moved, if that can be seen', async () => {
    const estate = anEstateWith(given, { lagMinutes: never });
    const move = await estate.drive(await estate.only());
    const late = { state: 'failed', proof: 'unproven', because: expect.stringContaining(`still on ${v1}`) };
    expect(move).toMatchObject(silent ? { state: 'settled', proof: 'assumed' } : late);
    expect(estate.writes()).toEqual([]);
  });

  it('moves at once in an emergency where it can be made to, and follows again afterwards', async () => {
    const estate = anEstateWith(given);
    const move = await estate.drive(await estate.only(), { nudge: true });
    expect(move).toMatchObject({ state: 'settled', proof });
    expect(estate.writes()).toEqual(nudges);
    expect(await estate.only()).toMatchObject({ mode: 'following', ...showing(v2) });
  });

  it('is left alone when it has been pinned since it was planned', async () => {
    const pinned = given.pinned ?? [];
    const estate = anEstateWith({ ...given, following: pinned });
    if (pinned.length === 0) return;
    const dependent = { ...(await estate.only()), mode: 'following' as const };
    expect(await estate.step(dependent)).toMatchObject({
      state: 'failed',
      because: expect.stringContaining('plan anew'),
    });
    expect(estate.writes()).toEqual([]);
  });

  it('is observed without a write', async () => {
    const estate = anEstateWith(given);
    const dependent = await estate.only();
    expect(await estate.dependents.observe(dependent, { key, to: v2 })).toMatchObject({
      proof: silent ? 'assumed' : 'unproven',
    });
    estate.pass(lag);
    expect(await estate.dependents.observe(dependent, { key, to: v2 })).toMatchObject({ proof });
    expect(estate.writes()).toEqual([]);
  });
});
