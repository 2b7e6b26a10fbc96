import { ledger } from '../examples';
import { days, minutes, rotationRun, type RotationRun } from './rotation-run';

/** A rotation with one dependent, and since when each of its moves was to have new data keys. */
const aRun = () => {
  const run = rotationRun();
  run.world.dependents.add({ id: 'orders', key: ledger, version: run.first.version });
  const asked: (string | undefined)[] = [];
  const move = run.world.dependents.move.bind(run.world.dependents);
  run.world.dependents.move = (dependent, how) => {
    asked.push(how.reencrypt?.since);
    return move(dependent, how);
  };
  return { run, asked };
};

const since = ({ clock }: RotationRun) => clock.now().toISOString();

describe('new data keys', () => {
  it('R19c: are made where an emergency wants them, for all data keys made before it was asked for', async () => {
    const { run, asked } = aRun();
    const wanted = since(run);
    await run.ask('compromise', 'INC-1', { newDataKeys: true });
    await run.clock.advance(minutes(30));
    expect(asked).toEqual([wanted]);
    expect(await run.records()).toMatchObject([{ state: 'proven', newDataKeysSince: wanted }]);
  });

  it('are made too where the emergency comes before a routine rotation has made its version', async () => {
    const { run, asked } = aRun();
    const wanted = since(run);
    await run.ask('manual');
    await run.ask('compromise', 'INC-1', { newDataKeys: true });
    await run.clock.advance(minutes(30));
    expect(asked).toEqual([wanted]);
  });

  it('are not made where nobody wants them', async () => {
    const { run, asked } = aRun();
    await run.ask('compromise', 'INC-1');
    await run.clock.advance(days(1));
    expect(asked).toEqual([undefined]);
    expect((await run.records())[0]).not.toHaveProperty('newDataKeysSince');
  });
});
