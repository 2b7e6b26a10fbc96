import { seed } from './arm-case';
import { anArmEstate, idOf, key, v1, v2, type ArmEstate } from './arm-estate';

const path = 'Microsoft.ContainerService/managedClusters/Shop';
const id = idOf(path);
const v3 = '3'.repeat(32);

/** A cluster of the former way: whoever changes its key writes every Secret anew. */
const cluster = (version: string, more: Record<string, unknown> = {}) =>
  seed(
    path,
    {
      dnsPrefix: 'shop',
      fqdn: 'shop.hcp.westeurope.azmk8s.io',
      powerState: { code: 'Running' },
      agentPoolProfiles: [{ name: 'pool', count: 3, mode: 'System' }],
      securityProfile: {
        azureKeyVaultKms: {
          enabled: true,
          keyId: `${key}/${version}`,
          keyVaultNetworkAccess: 'Private',
          keyVaultResourceId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/payments',
        },
        imageCleaner: { enabled: true, intervalHours: 48 },
      },
      ...more,
    },
    { tags: { team: 'shop' }, sku: { name: 'Base', tier: 'Standard' } },
  );

const anEstate = (more: Record<string, unknown> = {}): ArmEstate => {
  const estate = anArmEstate();
  estate.emulator.put(cluster(v1, more));
  estate.create(v2);
  return estate;
};

const commands = ({ calls }: ArmEstate) => calls.filter(({ path: at }) => at.endsWith('/runCommand'));
const needed = ({ emulator }: ArmEstate) =>
  emulator
    .keyLog(id)
    .filter(({ until }) => !until)
    .map(({ version }) => version);
const failing = (times: number) => ({
  path: `${id}/runCommand`,
  times,
  effect: { kind: 'fail', status: 500, code: 'Failed', message: 'secret "a" has changed' } as const,
});

describe('an AKS cluster of the former way', () => {
  it('is sent back whole, but for the key and what is read-only, and then has its Secrets written anew', async () => {
    const estate = anEstate();
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({
      state: 'settled',
      proof: 'read-back',
      because: expect.stringContaining('every Secret'),
    });
    const { fqdn, powerState, ...properties } = cluster(v2).properties;
    expect(estate.writes()).toEqual([
      {
        method: 'PUT',
        path: id,
        body: { location: 'westeurope', tags: { team: 'shop' }, sku: { name: 'Base', tier: 'Standard' }, properties },
      },
    ]);
    expect([fqdn, powerState]).toEqual(['shop.hcp.westeurope.azmk8s.io', { code: 'Running' }]);
    expect(commands(estate)).toHaveLength(1);
    expect(estate.emulator.health(id)).toBe('ok');
  });

  it('needs an older version no longer once its Secrets are written anew, but for the one before', async () => {
    const estate = anEstate();
    await estate.drive(await estate.only());
    expect(needed(estate).toSorted()).toEqual([v1, v2]);
    estate.create(v3);
    const dependent = await estate.only();
    let move = await estate.step(dependent, { to: v3 });
    for (; move.state === 'pending'; move = await estate.step(dependent, { to: v3, earlier: move })) estate.pass(60);
    expect(move).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(needed(estate).toSorted()).toEqual([v2, v3]);
  });

  it('is not done again when it is done', async () => {
    const estate = anEstate();
    const dependent = await estate.only();
    const move = await estate.drive(dependent);
    expect(await estate.step(dependent, { earlier: move })).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(commands(estate)).toHaveLength(1);
    expect(estate.writes()).toHaveLength(1);
  });

  it('is gone on with where it was, by whoever comes next, while the command runs', async () => {
    const estate = anEstate();
    const dependent = await estate.only();
    let move = await estate.step(dependent);
    for (; !move.checkpoint; move = await estate.step(dependent, { earlier: move })) estate.pass(30);
    const again = await estate.step(dependent, { earlier: JSON.parse(JSON.stringify(move)) });
    expect(again).toMatchObject({ state: 'pending', operation: move.operation, startedAt: move.startedAt });
    expect(await estate.drive(dependent, { earlier: again })).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(commands(estate)).toHaveLength(1);
  });

  it('has the command tried again when a Secret changed meanwhile', async () => {
    const estate = anEstate();
    estate.emulator.inject(failing(2));
    expect(await estate.drive(await estate.only())).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(commands(estate)).toHaveLength(3);
  });

  it('is left to a person when the command goes on failing, without a word of what it printed', async () => {
    const estate = anEstate();
    estate.emulator.inject(failing(9));
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({ state: 'needs-person', proof: 'unproven' });
    expect(move.because).toContain('exit code 1 3 times');
    expect(JSON.stringify(move)).not.toContain('secret "a"');
  });

  it('leaves the command to a person where the right to run it was not given', async () => {
    const estate = anEstate();
    estate.rights.may = (action) => !/runCommand/i.test(action);
    const dependent = await estate.only();
    const move = await estate.drive(dependent);
    expect(move).toMatchObject({ state: 'needs-person', proof: 'unproven' });
    expect(move.because).toContain('Microsoft.ContainerService/managedClusters/runCommand/action');
    expect(move.steps?.[0]).toContain(
      'az aks command invoke --resource-group rg --name shop --command "kubectl get secrets',
    );
    expect(move.steps?.[1]).toContain(`--tags rewrap-done-by-hand=${v2}`);
  });

  it('believes a person who says that it is done, but only assumes it', async () => {
    const estate = anEstate();
    estate.rights.may = (action) => !/runCommand/i.test(action);
    const dependent = await estate.only();
    const move = await estate.drive(dependent);
    await estate.arm.patch(id, '2026-04-01', { tags: { 'Rewrap-Done-By-Hand': v2.toUpperCase() } });
    estate.pass(60);
    expect(await estate.step(dependent, { earlier: move })).toMatchObject({ state: 'settled', proof: 'assumed' });
  });

  it.each([
    [{ apiServerAccessProfile: { disableRunCommand: true } }, 'Commands are turned off'],
    [{ powerState: { code: 'Stopped' } }, 'The cluster is Stopped'],
  ])('is not asked in vain where no command can run: %j', async (more, because) => {
    const estate = anEstate(more);
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({ state: 'needs-person', because: expect.stringContaining(because) });
    expect(commands(estate)).toEqual([]);
  });

  it('waits as long as a throttled ARM asks before it runs the command', async () => {
    const estate = anEstate();
    estate.emulator.inject({
      path: `${id}/runCommand`,
      effect: { kind: 'answer', status: 429, code: 'TooManyRequests', retryAfter: 120 },
    });
    expect(await estate.drive(await estate.only())).toMatchObject({ state: 'settled', proof: 'read-back' });
    expect(commands(estate)).toHaveLength(2);
  });

  it('says that Secrets are to be written anew even where the change failed', async () => {
    const estate = anEstate();
    estate.emulator.inject({ path: id, method: 'PUT', effect: { kind: 'fail', status: 500, code: 'InternalError' } });
    const move = await estate.drive(await estate.only());
    expect(move).toMatchObject({
      state: 'failed',
      because: expect.stringContaining('Azure asks to write every Secret anew'),
    });
  });

  it('is left alone when it is gone', async () => {
    const estate = anEstate();
    const dependent = { ...(await estate.only()), id: `${id}2` };
    expect(await estate.step(dependent)).toMatchObject({ state: 'settled', proof: 'assumed' });
    expect(commands(estate)).toEqual([]);
  });

  it('is only assumed by looking at it: it does not show what its Secrets are under', async () => {
    const estate = anEstate();
    const dependent = await estate.only();
    expect(await estate.dependents.observe(dependent, { key, to: v2 })).toMatchObject({ proof: 'unproven' });
    await estate.drive(dependent);
    expect(await estate.dependents.observe(dependent, { key, to: v2 })).toMatchObject({ proof: 'assumed' });
  });
});
