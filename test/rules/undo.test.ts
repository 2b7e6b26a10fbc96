import { askUndo } from '../../shared/rotations/ask-undo';
import { resumeRotation } from '../../shared/rotations/resume-rotation';
import type { Undo } from '../../shared/rotations/undo';
import { aPolicy, ledger } from '../examples';
import { WaveRules } from '../../shared/policy/waves';
import { days, hours, minutes, type RotationRun, rotationRun } from './rotation-run';

const waves = WaveRules.parse({ sizes: [2] });

/** A run with a canary and four more accounts on the key's first version: waves of 1, 2 and 2. */
function withFleet(how = {}) {
  const run = rotationRun({ policy: aPolicy({ class: { waves } }), ...how });
  for (const id of ['a', 'b', 'c', 'd', 'e'])
    run.world.dependents.add({ id, key: ledger, version: run.first.version, canary: id === 'a' });
  return run;
}

const rotationOf = async (run: RotationRun) => {
  const record = (await run.records()).at(-1);
  if (!record) throw new Error('no rotation has begun');
  return record;
};
const takeBack = async (run: RotationRun, order: Partial<Undo> = {}) =>
  askUndo(run.simulation.world, (await rotationOf(run)).id, {
    reason: 'the new version is slow',
    requestedBy: 'Alice',
    ...order,
  });
const resume = async (run: RotationRun) =>
  resumeRotation(run.simulation.world, (await rotationOf(run)).id, { reason: 'it is mended', requestedBy: 'Alice' });
const where = (run: RotationRun) => {
  const names = new Map(run.versions().map(({ version }, n) => [version, n]));
  return ['a', 'b', 'c', 'd', 'e'].map((id) => names.get(run.world.dependents.versionOf(id) ?? '')).join('');
};

describe('the undo of a rotation', () => {
  it('brings everything back, the last wave first, and nothing goes forward again by itself', async () => {
    const run = withFleet();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    expect(where(run)).toBe('11111');
    const forward = run.world.dependents.writes.length;

    await takeBack(run);
    await run.clock.advance(hours(1));
    expect(where(run)).toBe('00000');
    expect(run.world.dependents.writes.slice(forward).map(({ id }) => id)).toEqual(['d', 'e', 'b', 'c', 'a']);
    expect(await rotationOf(run)).toMatchObject({
      state: 'parked',
      undo: { state: 'done', requestedBy: 'Alice' },
      counts: { proven: 0, unproven: 5 },
      nextStep: expect.stringContaining('/resume'),
    });
    expect(run.world.alerts.raised.at(-1)).toMatchObject({ kind: 'RotationParked', severity: 'warning' });

    for (let day = 0; day < 30; day++) {
      await run.sweepAndWait();
      await run.clock.advance(days(1));
    }
    expect(where(run)).toBe('00000');
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([true, true]);
  });

  it('keeps each move with the version that it led back to', async () => {
    const run = withFleet();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await takeBack(run);
    await run.clock.advance(hours(1));
    const { id, from } = await rotationOf(run);
    expect(await run.world.records.moves(id)).toMatchObject(
      ['a', 'b', 'c', 'd', 'e'].map((dependent) => ({ dependent, to: from, state: 'settled', proof: 'read-back' })),
    );
  });

  it('takes back one wave, or named dependents, and leaves the others', async () => {
    const run = withFleet();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await takeBack(run, { wave: 2 });
    await run.clock.advance(hours(1));
    expect(where(run)).toBe('10011');
    await takeBack(run, { dependents: ['e'] });
    await run.clock.advance(hours(1));
    expect(where(run)).toBe('10010');
  });

  it('stops a rotation that is under way at its next safe point', async () => {
    const run = withFleet();
    run.world.dependents.change('c', { faults: { pendingTimes: 20 } });
    await run.ask('near-expiry');
    await run.clock.advance(minutes(5));
    expect(where(run)).toBe('11000');
    await takeBack(run);
    await run.clock.advance(hours(3));
    expect(where(run)).toBe('00000');
    expect(await rotationOf(run)).toMatchObject({ state: 'parked', undo: { state: 'done' } });
    expect(run.alerts()).toEqual(['RotationParked']);
  });

  it('stops where a service refuses, keeps what is done, and tells', async () => {
    const run = withFleet();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    run.world.dependents.change('b', { faults: { cannotGoBack: 'its type keeps no way back' } });
    await takeBack(run);
    await run.clock.advance(hours(1));
    expect(where(run)).toBe('11000');
    expect(await rotationOf(run)).toMatchObject({
      undo: { state: 'stopped', because: expect.stringContaining('2 of 5') },
    });
    expect(run.world.alerts.raised.at(-1)).toMatchObject({
      kind: 'NeedsPerson',
      severity: 'critical',
      whatToDo: expect.stringContaining('b: its type keeps no way back'),
    });
  });

  it('goes forward again when somebody asks for it, and is retired then', async () => {
    const run = withFleet();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await takeBack(run);
    await run.clock.advance(hours(1));
    await resume(run);
    await run.clock.advance(days(9));
    expect(where(run)).toBe('11111');
    expect(run.versions()).toHaveLength(2);
    expect(await rotationOf(run)).toMatchObject({ state: 'proven', retirement: { state: 'retired' } });
  });

  it('keeps the former version from a retirement that waits for its overlap', async () => {
    const run = withFleet();
    await run.ask('near-expiry');
    await run.clock.advance(days(6));
    await takeBack(run);
    await run.clock.advance(days(30));
    expect(where(run)).toBe('00000');
    expect(run.versions().map(({ enabled }) => enabled)).toEqual([true, true]);
    expect(await rotationOf(run)).toMatchObject({ retirement: { state: 'held' } });
  });

  it('does not forget, when the former version is to be retired later, whom it has brought back there', async () => {
    const run = withFleet();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    await takeBack(run, { dependents: ['e'] });
    await run.clock.advance(hours(1));
    run.world.dependents.change('e', { faults: { hidden: true } });
    await run.ask('manual');
    await run.clock.advance(days(20));
    expect(await rotationOf(run)).toMatchObject({
      state: 'proven',
      retirement: { state: 'held', reasons: [{ code: 'unreadable-scope', message: expect.stringContaining('e ') }] },
    });
    expect(run.versions().every(({ enabled }) => enabled)).toBe(true);
  });

  it.each(
    ['openUndo', 'moveDependent', 'closeUndo'].flatMap((step) =>
      (['twice', 'twice-at-once', 'fails-before', 'answer-lost'] as const).map((way) => [step, way] as const),
    ),
  )('bears that its step %s is delivered %s', async (step, way) => {
    let ordered = false;
    const run = withFleet({
      deliver(name: string) {
        const now = ordered && name === step;
        ordered &&= !now;
        return now ? way : ('once' as const);
      },
    });
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    ordered = true;
    await takeBack(run);
    await run.clock.advance(hours(1));
    expect(ordered).toBe(false);
    expect(where(run)).toBe('00000');
    expect(await rotationOf(run)).toMatchObject({ state: 'parked', undo: { state: 'done' } });
    expect(run.alerts()).toEqual(['RotationProven', 'RotationParked']);
    expect(run.world.dependents.writes).toHaveLength(10);
  });

  it('R19c: lets an emergency go first, which stops it', async () => {
    const run = withFleet();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    run.world.dependents.change('e', { faults: { pendingTimes: 60 } });
    await takeBack(run);
    await run.clock.advance(minutes(4));
    run.world.dependents.change('e', { faults: {} });
    await run.ask('compromise', 'incident-1');
    await run.clock.advance(hours(1));
    expect(where(run)).toBe('22222');
    expect(await run.records()).toMatchObject([
      { undo: { state: 'stopped' } },
      { cause: 'compromise', state: 'proven' },
    ]);
  });

  it('serves what is asked for meanwhile when it is over', async () => {
    const run = withFleet();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    run.world.dependents.change('e', { faults: { pendingTimes: 20 } });
    await takeBack(run);
    await run.clock.advance(minutes(4));
    await run.ask('manual');
    await run.clock.advance(minutes(5));
    expect(run.versions()).toHaveLength(2);
    await run.clock.advance(hours(1));
    await run.sweepAndWait();
    await run.clock.advance(hours(1));
    expect(where(run)).toBe('22222');
  });

  it.each<[string, (run: RotationRun) => Promise<unknown>, string]>([
    [
      'of a compromise: it would lead back to the version that leaked',
      async (run) => {
        await run.ask('compromise');
        await run.clock.advance(minutes(10));
      },
      'undo-of-compromise',
    ],
    [
      'once the former version is retired',
      async (run) => {
        await run.ask('near-expiry');
        await run.clock.advance(days(9));
      },
      'former-version-unusable',
    ],
    [
      'that has moved nothing',
      async (run) => {
        run.world.keys.failNext('backUp', new Error('no room'));
        await run.ask('near-expiry');
        await run.clock.advance(hours(1));
      },
      'nothing-to-undo',
    ],
  ])('is refused for a rotation %s', async (_, given, code) => {
    const run = withFleet();
    await given(run);
    await expect(takeBack(run)).rejects.toMatchObject({ code });
  });

  it('is refused for a rotation that another one followed', async () => {
    const run = withFleet();
    await run.ask('near-expiry');
    await run.clock.advance(hours(1));
    const { id } = await rotationOf(run);
    await run.ask('manual');
    await run.clock.advance(hours(1));
    const order = { reason: 'late', requestedBy: 'Alice' };
    await expect(askUndo(run.simulation.world, id, order)).rejects.toMatchObject({ code: 'newer-rotation' });
    await expect(resumeRotation(run.simulation.world, id, order)).rejects.toMatchObject({ code: 'newer-rotation' });
  });
});
