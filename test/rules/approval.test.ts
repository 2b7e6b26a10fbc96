import { ApprovalRules } from '../../shared/policy/approval-rules';
import { KeyClass } from '../../shared/policy/key-class';
import { decideApproval } from '../../shared/rotations/decide-approval';
import { aPolicy, ledger } from '../examples';
import { days, hours, minutes, type RotationRun, rotationRun } from './rotation-run';

/** A run of a class that wants approvals, with two accounts on the key's first version. */
function withApproval(required: ApprovalRules['required'] = 'routine', how = {}) {
  const approval = ApprovalRules.parse({ required });
  const run = rotationRun({ policy: aPolicy({ class: { approval, ...how } }) });
  for (const id of ['one', 'two']) run.world.dependents.add({ id, key: ledger, version: run.first.version });
  return run;
}

const newest = async (run: RotationRun) => {
  const record = (await run.records()).at(-1);
  if (!record) throw new Error('no rotation has begun');
  return record;
};

/** Bob judges the plan that the newest rotation waits for, or another one. */
const judge = async (run: RotationRun, word: { approved?: boolean; digest?: string; caller?: string } = {}) => {
  const { id, approval } = await newest(run);
  const { approved = true, digest = approval?.digest ?? '', caller = 'oid-of-bob' } = word;
  const world = { ...run.simulation.world, ownIdentities: ['oid-of-rewrap'] };
  return decideApproval(world, id, {
    approved,
    digest,
    reason: 'as agreed',
    caller: { id: caller, name: `Bob (${caller})` },
  });
};

describe('the approval of a rotation', () => {
  it('R21b: is not asked for by a class that says nothing of it', async () => {
    expect(KeyClass.parse({ name: 'standard', cryptoperiod: 'P1Y' }).approval.required).toBe('none');
    const run = rotationRun();
    const ask = jest.spyOn(run.world.approvals, 'ask');
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    expect(await newest(run)).toMatchObject({ state: 'proven' });
    expect(ask).not.toHaveBeenCalled();
  });

  it('is waited for before anything is changed, and lets the rotation go on at once', async () => {
    const run = withApproval();
    await run.ask('near-expiry');
    await run.clock.advance(hours(5));
    const { approval, planId } = await newest(run);
    expect(await newest(run)).toMatchObject({ state: 'waiting', because: expect.stringContaining('approval') });
    expect(await run.world.plans.get(planId ?? '')).toMatchObject({ digest: approval?.digest });
    expect(run.versions()).toHaveLength(1);
    expect(run.world.alerts.raised).toMatchObject([
      { kind: 'NeedsPerson', whatToDo: expect.stringContaining(approval?.digest ?? '?') },
    ]);

    await judge(run);
    await run.clock.advance(minutes(10));
    expect(await newest(run)).toMatchObject({ state: 'proven' });
    const steps = await run.world.records.steps((await newest(run)).id);
    expect(steps.map(({ outcome }) => outcome)).toContain('approved by Bob (oid-of-bob): as agreed');
  });

  it('waits for the window after it', async () => {
    const window = { days: ['mon'] as ['mon'], from: '22:00', to: '23:00', timeZone: 'UTC' };
    const run = withApproval('routine', { windows: [window] });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await judge(run);
    await run.clock.advance(hours(1));
    expect(run.versions()).toHaveLength(1);
    await run.clock.advance(hours(10));
    expect(await newest(run)).toMatchObject({ state: 'proven' });
  });

  it('holds for the plan that was read: a changed world is another question', async () => {
    const run = withApproval();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    const first = (await newest(run)).approval?.digest ?? '';
    run.world.dependents.add({ id: 'three', key: ledger, version: run.first.version });
    await judge(run);
    await run.clock.advance(minutes(10));
    const second = (await newest(run)).approval?.digest;
    expect(second).toMatch(/^[0-9a-f]{32}$/);
    expect(second).not.toBe(first);
    expect(run.versions()).toHaveLength(1);
    await expect(judge(run, { digest: first })).rejects.toMatchObject({ code: 'approval-not-wanted' });
    await judge(run);
    await run.clock.advance(minutes(10));
    expect(await newest(run)).toMatchObject({ state: 'proven', counts: { proven: 3 } });
  });

  it('is asked for again after a day, and the rotation is parked after a week', async () => {
    const run = withApproval();
    await run.ask('near-expiry');
    await run.clock.advance(days(6.9));
    expect(run.alerts()).toEqual(['NeedsPerson', 'NeedsPerson']);
    await run.clock.advance(days(1));
    expect(await newest(run)).toMatchObject({
      state: 'parked',
      because: expect.stringContaining('nobody approved it'),
    });
    expect(run.versions()).toHaveLength(1);
    expect(run.alerts().at(-1)).toBe('RotationParked');
  });

  it('can be refused, which parks the rotation with the reason', async () => {
    const run = withApproval();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await judge(run, { approved: false });
    await run.clock.advance(minutes(10));
    expect(await newest(run)).toMatchObject({
      state: 'parked',
      because: expect.stringContaining('rejected by Bob (oid-of-bob): as agreed'),
    });
    await expect(judge(run)).rejects.toMatchObject({ code: 'approval-not-wanted' });
  });

  it('is never asked for in an emergency, and one that comes meanwhile goes on at once', async () => {
    const run = withApproval('all');
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await run.ask('compromise');
    await run.clock.advance(minutes(10));
    expect(await newest(run)).toMatchObject({ cause: 'compromise', state: 'proven' });
  });

  it('is asked of what people want only where the class says all', async () => {
    const routine = withApproval('routine');
    const all = withApproval('all');
    for (const run of [routine, all]) {
      await run.ask('manual');
      await run.clock.advance(hours(1));
    }
    expect(await newest(routine)).toMatchObject({ state: 'proven' });
    expect(await newest(all)).toMatchObject({ state: 'waiting' });
  });

  it('is not given by whoever asked for the rotation, nor by Rewrap itself', async () => {
    const run = withApproval('all');
    await run.ask('manual');
    await run.clock.advance(hours(1));
    const { id } = await newest(run);
    await run.world.records.update(id, { requestedBy: 'Bob (oid-of-bob)' });
    await expect(judge(run)).rejects.toMatchObject({ code: 'approver-is-requester' });
    await expect(judge(run, { caller: 'oid-of-rewrap' })).rejects.toMatchObject({ code: 'approver-is-requester' });
    await judge(run, { caller: 'oid-of-carol' });
    await run.clock.advance(minutes(10));
    expect(await newest(run)).toMatchObject({ state: 'proven' });
  });

  it('is not asked for again by a repair', async () => {
    const run = withApproval();
    run.world.dependents.change('two', { faults: { neverMoves: true } });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await judge(run);
    await run.clock.advance(hours(1));
    expect(await newest(run)).toMatchObject({ state: 'partial' });
    run.world.dependents.change('two', { faults: {} });
    await run.sweepAndWait();
    await run.clock.advance(hours(1));
    expect(await newest(run)).toMatchObject({ state: 'proven' });
  });

  it('is asked for before a version that someone else made is followed', async () => {
    const run = withApproval();
    run.world.keys.addVersion(ledger);
    await run.ask('foreign-version');
    await run.clock.advance(hours(1));
    expect(run.world.dependents.writes).toEqual([]);
    await judge(run);
    await run.clock.advance(hours(1));
    expect(await newest(run)).toMatchObject({ mode: 're-wrap', state: 'proven' });
  });
});
