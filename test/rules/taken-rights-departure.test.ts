import { aVault } from '../shared/access/a-tenant';
import { open } from './incident-run';
import { minutes } from './rotation-run';
import { asked, aTakingRun, planted } from './taking-run';

/** Looks who has access, has an incident take rights, and sees what comes of that when it is noticed. */
const noticed = async (facts = planted(), { alsoLeaves = false } = {}) => {
  const run = aTakingRun();
  const { access, cases } = run.world;
  Object.assign(access.planted, facts);
  const look = async () => {
    run.simulation.start('watchAccess', 'access', {});
    await run.clock.advance(minutes(2));
  };
  await look();
  await open(run, {}, asked);
  await run.clock.advance(minutes(5));
  if (alsoLeaves)
    access.planted.principals = access.planted.principals.map((each) =>
      each.id === 'mallory' ? { ...each, enabled: false } : each,
    );
  await look();
  await run.clock.advance(minutes(30));
  const all = await Promise.all((await cases.list()).cases.map((each) => cases.get(each.id)));
  const caseOf = (who: string) => all.find((each) => each?.principal.id === who);
  return { ...run, caseOf };
};

describe('a right that an incident took', () => {
  it('is a case that is recorded, and no reason to rotate the key once more', async () => {
    const { caseOf, versions, world } = await noticed();
    for (const who of ['mallory', 'ann'])
      expect(caseOf(who)).toMatchObject({
        verdict: 'recorded',
        objects: expect.arrayContaining([
          expect.objectContaining({
            kind: 'key',
            response: 'none',
            because: 'incident INC-7 took it away, and answers for the key',
          }),
        ]),
      });
    expect(versions()).toHaveLength(2);
    const told = world.alerts.raised.filter(({ summary }) => /mallory|ann/.test(summary));
    expect(told).toEqual([]);
  });

  it('leaves what is judged of other keys of the vault as ever', async () => {
    const { caseOf } = await noticed(planted({ vaults: [aVault({ keys: ['ledger', 'cards'] })] }));
    const answers = Object.fromEntries(caseOf('mallory')?.objects.map(({ id, response }) => [id, response]) ?? []);
    expect(caseOf('mallory')?.verdict).toBe('departure');
    expect(answers).toMatchObject({
      'https://payments.vault.azure.net/keys/ledger': 'none',
      'https://payments.vault.azure.net/keys/cards': 'propose-clean-vault',
    });
  });

  it('does not hide that somebody leaves', async () => {
    const { caseOf } = await noticed(planted(), { alsoLeaves: true });
    expect(caseOf('ann')?.verdict).toBe('recorded');
    expect(caseOf('mallory')).toMatchObject({ verdict: 'departure', presence: 'disabled' });
  });
});
