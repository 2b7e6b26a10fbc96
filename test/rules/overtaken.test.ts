import type { Policy } from '../../shared/policy/policy';
import { aPolicy, ledger } from '../examples';
import { days, hours, minutes, type RotationRun, rotationRun } from './rotation-run';

const atNight = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  from: '22:00',
  to: '23:00',
  timeZone: 'UTC',
} satisfies Policy['classes'][number]['windows'][number];

/** A rotation that waits for its window, ten hours from now. */
async function waiting(policy = aPolicy({ class: { windows: [atNight] } })): Promise<RotationRun> {
  const run = rotationRun({ policy });
  run.world.dependents.add({ id: 'one', key: ledger, version: run.first.version });
  await run.sweepAndWait();
  expect(await run.records()).toMatchObject([{ state: 'waiting' }]);
  return run;
}
const elsewhere: Policy['scope'] = { subscriptions: [], vaults: ['https://other.vault.azure.net'] };

describe('a rotation whose facts change while it waits', () => {
  it('R20: makes no version when somebody else has made one meanwhile, which is then followed', async () => {
    const run = await waiting();
    const foreign = run.world.keys.addVersion(ledger);
    await run.clock.advance(hours(11));
    expect(await run.records()).toMatchObject([{ state: 'parked', because: expect.stringContaining(foreign.version) }]);
    run.sweep();
    await run.clock.advance(days(1));
    expect(run.versions()).toHaveLength(2);
    expect((await run.records()).at(-1)).toMatchObject({ mode: 're-wrap', state: 'proven', to: foreign.version });
  });

  it('makes a version in an emergency all the same, and retires what came between', async () => {
    const run = await waiting();
    run.world.keys.addVersion(ledger);
    await run.clock.advance(minutes(1));
    await run.ask('compromise', 'incident-1');
    await run.clock.advance(hours(1));
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([false, false, true]);
  });

  it('touches nothing once its vault is out of scope', async () => {
    const policy = aPolicy({ class: { windows: [atNight] } });
    const run = await waiting(policy);
    policy.scope = elsewhere;
    await run.clock.advance(hours(11));
    expect(run.versions()).toHaveLength(1);
    expect(await run.records()).toMatchObject([{ state: 'parked', because: expect.stringContaining('scope') }]);
    await run.ask('compromise', 'incident-1');
    await run.clock.advance(hours(1));
    expect(run.versions()).toHaveLength(1);
    expect(run.world.alerts.raised).toContainEqual(
      expect.objectContaining({ kind: 'NeedsPerson', summary: expect.stringContaining('scope') }),
    );
    expect(await run.world.requests.unservedKeys()).toEqual([]);
  });

  it('disables nothing once its vault is out of scope', async () => {
    const policy = aPolicy({ class: { windows: [atNight] } });
    const run = await waiting(policy);
    await run.clock.advance(hours(11));
    expect(await run.records()).toMatchObject([{ state: 'proven' }]);
    policy.scope = elsewhere;
    await run.clock.advance(days(8));
    expect(run.versions().every(({ enabled }) => enabled)).toBe(true);
    expect((await run.records())[0]?.retirement).toMatchObject({ state: 'held', reasons: [{ code: 'out-of-scope' }] });
  });
});
