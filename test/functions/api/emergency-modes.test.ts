import { StartEmergency } from '../../../functions/api/emergency-body';
import { refuseWeaker } from '../../../functions/api/emergency-checks';
import { aPolicy } from '../../shared/policy/a-policy';
import { ledger } from '../a-site';
import { aSite, body, cards, post, roles, standby } from './an-emergency';

const mallory = { own: false, principal: 'mallory', name: 'mallory@halden.example' };

describe('the mode of an emergency', () => {
  it('R19c: asks for a new key in the clean vault that the policy names', async () => {
    const { call, world } = await aSite();
    expect(await call(post, { roles, body: { ...body, mode: 'clean-vault' } })).toMatchObject({ status: 202 });
    expect(await world.requests.open(ledger)).toMatchObject([{ cleanVault: standby }]);
  });

  it('adds up in one incident: whoever asks again and names no mode takes nothing back', async () => {
    const { call, world } = await aSite();
    await call(post, { roles, body: { ...body, mode: 'clean-vault' } });
    await call(post, { roles, body });
    expect(await world.requests.open(ledger)).toMatchObject([{ cleanVault: standby }]);
    expect(await world.incidents.keys('INC 1')).toMatchObject([{ mode: 'clean-vault', newDataKeys: false }]);
    await call(post, { roles, body: { ...body, mode: 're-encrypt' } });
    const wishes = await world.requests.open(ledger);
    expect(wishes.map(({ cleanVault }) => cleanVault)).toEqual([standby, standby]);
    expect(wishes.filter(({ newDataKeys }) => newDataKeys)).toHaveLength(1);
    const { body: plan } = await call(post, { roles, body: { ...body, dryRun: true } });
    expect(plan).toMatchObject({ incident: { keys: [{ mode: 'clean-vault', newDataKeys: true }] } });
  });

  it('starts nothing for a key that has no clean vault, and says what to do', async () => {
    const { call, world } = await aSite();
    world.policy = () => Promise.resolve(aPolicy());
    const answer = await call(post, { roles, body: { ...body, mode: 'clean-vault' } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'standby-missing', refused: [{ key: ledger }] } });
    expect(await world.requests.open(ledger)).toEqual([]);
  });

  it('says that the clean vault could not be chosen, rather than that there is none, while nobody can be asked', async () => {
    const { call, world } = await aSite();
    const policy = await world.policy();
    world.policy = () => Promise.resolve({ ...policy, standby: [{ vault: standby, regions: ['westeurope'] }] });
    world.vaults.look = () => Promise.reject(new Error('it answers nobody'));
    expect(await call(post, { roles, body: { ...body, mode: 'clean-vault' } })).toMatchObject({
      status: 422,
      body: { code: 'vault-unreadable', nextStep: expect.stringMatching(/could not be seen: it answers nobody/) },
    });
  });

  it('R19c: is refused where it is weaker than what the audit log speaks for, unless that is meant; the trace keeps it', async () => {
    const { call, world } = await aSite();
    world.audit.add(ledger, { by: mallory, operation: 'backup' });
    const chosen = { ...body, mode: 'new-version' };
    expect(await call(post, { roles, body: chosen })).toMatchObject({
      status: 409,
      body: {
        code: 'mode-too-weak',
        detail: expect.stringContaining('mallory@halden.example (mallory) backed the key up'),
      },
    });
    expect(await world.requests.open(ledger)).toEqual([]);
    expect(await call(post, { roles, body: { ...chosen, acceptWeaker: true } })).toMatchObject({ status: 202 });
    expect((await world.incidents.get('INC 1'))?.asks).toMatchObject([{ mode: 'new-version', acceptedWeaker: true }]);
  });

  it('keeps nobody waiting for a log that does not answer, and refuses by what it has told of other keys', async () => {
    const { world } = await aSite();
    const wish = StartEmergency.parse({ ...body, keys: [ledger, cards], mode: 'new-version' });
    const wanted = [ledger, cards].map((key) => ({ key, tags: {}, mode: 'new-version' as const, newDataKeys: false }));
    const check = () => refuseWeaker(wish, { keys: wanted, refused: [], certificates: [] }, { world }, 0);
    const read = world.audit.read.bind(world.audit);
    world.audit.read = (key, span) => (key === ledger ? new Promise(() => {}) : read(key, span));
    await expect(check()).resolves.toBeUndefined();
    world.audit.add(cards, { by: mallory, operation: 'backup' });
    await expect(check()).rejects.toMatchObject({ code: 'mode-too-weak' });
    world.audit.read = () => Promise.reject(new Error('a bug'));
    await expect(check()).resolves.toBeUndefined();
  });

  it('goes on at once for whoever chooses none, whatever the log says', async () => {
    const { call, world } = await aSite();
    world.audit.add(ledger, { by: mallory, operation: 'backup' });
    expect(await call(post, { roles, body })).toMatchObject({ status: 202 });
  });

  it('re-encrypt asks for new data keys', async () => {
    const { call, world } = await aSite();
    await call(post, { roles, body: { ...body, mode: 're-encrypt' } });
    expect(await world.requests.open(ledger)).toMatchObject([{ newDataKeys: true }]);
  });

  it('shows plan, advice and blast radius beforehand, and writes nothing', async () => {
    const { call, world, started } = await aSite();
    world.audit.add(ledger, { by: mallory, operation: 'release' });
    const answer = await call(post, { roles, body: { ...body, mode: 'clean-vault', dryRun: true } });
    expect(answer).toMatchObject({
      status: 200,
      keepsItsSchema: true,
      body: {
        plans: [
          {
            key: ledger,
            toKey: `${standby}/keys/ledger`,
            steps: expect.arrayContaining([expect.objectContaining({ name: 'create key' })]),
            warnings: expect.arrayContaining([expect.objectContaining({ code: 'standby-access-unseen' })]),
          },
        ],
        incident: {
          mode: 'clean-vault',
          inWords: expect.stringContaining('cannot reach'),
          cleanVaults: [{ code: 'standby-not-seen', subject: standby }],
          dependents: ['/orders'],
          keys: [{ key: ledger, cleanVault: standby, advice: { mode: 'clean-vault' }, leavesOpen: [] }],
          contain: [{ steps: expect.arrayContaining([expect.stringContaining('az role assignment list')]) }],
          containBy: expect.stringContaining('a person, step by step'),
          secrets: expect.stringContaining('az keyvault secret list'),
        },
      },
    });
    expect(started).toEqual([]);
    expect(await world.incidents.list()).toEqual([]);
  });
});

describe('a dry run of many keys', () => {
  it('shows the plans of those that can be looked at, and says why of the others not', async () => {
    const { call, keys } = await aSite();
    const native = keys.nativePolicy.bind(keys);
    keys.nativePolicy = (key) => (key === cards ? Promise.reject(new Error('the vault does not answer')) : native(key));
    expect(await call(post, { roles, body: { ...body, keys: [ledger, cards], dryRun: true } })).toMatchObject({
      status: 200,
      body: {
        plans: [{ key: ledger }],
        refused: [
          { key: cards, code: 'not-planned', nextStep: expect.stringMatching(/begun all the same.*does not answer/) },
        ],
      },
      keepsItsSchema: true,
    });
  });

  it('lets the searches for its keys share what they read', async () => {
    const { call, world } = await aSite();
    const find = world.dependents.find.bind(world.dependents);
    const ages: unknown[] = [];
    world.dependents.find = (key, policy, how) => {
      ages.push(how?.notOlderThan);
      return find(key, policy, how);
    };
    await call(post, { roles, body: { ...body, keys: [ledger, cards], dryRun: true } });
    expect(ages.length).toBeGreaterThanOrEqual(4);
    expect(ages).not.toContain(undefined);
  });
});

describe('containment first', () => {
  const immediate = { ...body, containment: 'immediate' };

  it.each([
    ['not accepted', {}],
    ['accepted for another number', { acceptUnavailability: 'all 2' }],
    ['accepted for others', { acceptUnavailability: ['/stock'] }],
  ])('is refused with the list of what would stop when it is %s', async (_, accepted) => {
    const { call, world } = await aSite();
    const answer = await call(post, { roles, body: { ...immediate, ...accepted } });
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'unavailability-not-accepted',
        dependents: ['/orders'],
        nextStep: expect.stringContaining('all 1'),
      },
    });
    expect(await world.requests.open(ledger)).toEqual([]);
  });

  it('says what could not be seen, and may stop as well', async () => {
    const { call, world } = await aSite();
    const find = world.dependents.find.bind(world.dependents);
    world.dependents.find = async (...asked) => ({
      ...(await find(...asked)),
      unreadable: [{ scope: '/subscriptions/9', because: 'no right' }],
    });
    expect(await call(post, { roles, body: immediate })).toMatchObject({
      body: { detail: expect.stringContaining('More may stop that could not be seen: /subscriptions/9: no right.') },
    });
    const { body: plan } = await call(post, { roles, body: { ...body, dryRun: true } });
    expect(plan).toMatchObject({ incident: { dependents: ['/orders'], unseen: ['/subscriptions/9: no right'] } });
  });

  it.each([['all 1'], [['/orders']]])('is taken when %j is accepted, and begins in the workflow', async (accepted) => {
    const { call, world, started } = await aSite();
    const answer = await call(post, { roles, body: { ...immediate, acceptUnavailability: accepted } });
    expect(answer).toMatchObject({ status: 202 });
    expect(started.map(({ name }) => name)).toEqual(['respondToCompromise']);
    expect(await world.requests.open(ledger)).toHaveLength(1);
  });
});
