import { aWorkplace } from './host-process';

/** The fixture's timer, one start, a turn and a result for each of three activities, the last turn. */
const records = 9;

describe('a host that is killed', () => {
  const workplace = aWorkplace();
  afterAll(() => workplace.dispose());

  it.each(['3', '4+', `${records}`])('goes on where it stood when killed at record %s', async (killAt) => {
    const first = await workplace.start({ journal: killAt, killAt });
    const start = first.post('/durabletask/orchestrators/doubleThrice/one', 5).catch(() => undefined);
    expect(await first.gone).toBe('SIGKILL');
    await start;

    const second = await workplace.start({ journal: killAt });
    expect(await second.status('one')).toMatchObject({ runtimeStatus: 'Completed', output: 40 });
    await second.end();
  });
});
