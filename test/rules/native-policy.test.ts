import { KeyAccessRefused } from '../../shared/keys/key-errors';
import type { NativePolicy } from '../../shared/keys/key-version';
import { aPolicy, ledger } from '../examples';
import { days, minutes, rotationRun } from './rotation-run';

/** A key that the vault rotates by itself, under a class that wants its policy set. */
const setting = (native: NativePolicy = { rotate: { timeAfterCreate: 'P30D' } }) => {
  const policy = aPolicy({ class: { nativePolicy: 'set', expiresAfter: 'P120D' } });
  const run = rotationRun({ ageInDays: 5, policy });
  const expiresOn = new Date(Date.parse(run.first.createdOn) + days(120)).toISOString();
  run.world.keys.addKey(ledger, { createdOn: run.first.createdOn, expiresOn, native });
  const sweep = async () => {
    await run.clock.advance(minutes(15));
    await run.sweepAndWait();
  };
  const codes = async () => (await run.world.posture.get(ledger))?.findings?.map(({ code }) => code) ?? [];
  return { ...run, sweep, codes };
};

describe("R20: a key's own rotation policy that its class has set", () => {
  it('is set by the first sweep, with the expiry and notice of the class and no rotation by the vault, and not again', async () => {
    const { world, sweep, codes } = setting();
    await sweep();
    expect(await world.keys.nativePolicy(ledger)).toEqual({ expiresIn: 'P120D', notify: 'P30D' });
    expect(await codes()).not.toContain('native-policy-differs');
    await sweep();
    await sweep();
    expect(world.keys.callsOf('setNativePolicy')).toBe(1);
    expect(world.alerts.raised).toEqual([]);
  });

  it('is told of, and no longer fought over, where somebody sets it back', async () => {
    const native = { rotate: { timeAfterCreate: 'P30D' } };
    const { world, sweep, codes } = setting(native);
    await sweep();
    await world.keys.setNativePolicy(ledger, native);
    await sweep();
    await sweep();
    expect(world.keys.callsOf('setNativePolicy')).toBe(2);
    expect(await codes()).toContain('native-policy-differs');
    expect(world.alerts.raised).toMatchObject([{ summary: expect.stringContaining('somebody has set it back') }]);
  });

  it('is left as it is where it is right already', async () => {
    const { world, sweep } = setting({ expiresIn: 'P120D', notify: 'P30D' });
    await sweep();
    expect(world.keys.callsOf('setNativePolicy')).toBe(0);
  });

  it('is tried again by each sweep while the right is missing, which people hear of', async () => {
    const { world, sweep } = setting();
    const refused = new KeyAccessRefused(
      { operation: 'writePolicy', on: ledger, kind: 'vault' },
      'Forbidden',
      undefined,
    );
    world.keys.failNext('setNativePolicy', refused);
    await sweep();
    expect(world.alerts.raised).toMatchObject([{ summary: expect.stringContaining('keyrotationpolicies/write') }]);
    await sweep();
    expect(await world.keys.nativePolicy(ledger)).toMatchObject({ expiresIn: 'P120D' });
  });

  it('lets our own schedule rotate the key, which the vault would have rotated', async () => {
    const run = setting({ rotate: { timeAfterCreate: 'P89D' }, expiresIn: 'P120D' });
    await run.sweep();
    for (let day = 0; day < 60 && (await run.records()).length === 0; day += 1) {
      await run.clock.advance(days(1));
      await run.sweep();
    }
    expect(await run.records()).toMatchObject([{ cause: 'schedule' }]);
  });
});
