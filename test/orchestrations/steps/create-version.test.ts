import { createVersion } from '../../../orchestrations/steps/create-version';
import type { StepWorld } from '../../../orchestrations/durable';
import { operationTag } from '../../../shared/keys/key-version';
import { longestCreationSeconds } from '../../../shared/keys/vault-clients';
import { TooFast } from '../../../shared/pace';
import { planRotation } from '../../../shared/rotations/plan-rotation';
import { aRecord, facts, ledger } from '../../examples';
import { fakeWorld } from '../../fakes/fake-world';
import { VirtualClock } from '../../virtual-clock';

const id = '0123456789abcdef-fedcba9876543210';
const input = { rotationId: id, planId: 'plan' };

async function aRotation() {
  const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
  const fakes = fakeWorld({ now: clock.now });
  const from = fakes.keys.addKey(ledger, { tags: { team: 'payments' } });
  const { closedAt: _closed, to: _to, ...record } = aRecord({ id, state: 'running', from: from.version });
  await fakes.records.open(record);
  const discovery = { dependents: [], unknown: [], unreadable: [] };
  const { plan } = planRotation({
    id: 'plan',
    cause: 'schedule',
    facts: facts({ versions: [from] }),
    discovery,
    from,
    weaknesses: [],
  });
  await fakes.plans.save(plan, []);
  const world: StepWorld = { ...fakes, workflows: { start: async () => 'started', tell: async () => {} } };
  return { clock, world, keys: fakes.keys };
}

describe('createVersion', () => {
  it("makes a version that bears the rotation's id beside its predecessor's tags", async () => {
    const { world, keys } = await aRotation();
    const { to } = (await createVersion.run(input, world)) as { to: string };
    expect(keys.versionsOf(ledger).at(-1)).toMatchObject({
      version: to,
      tags: { team: 'payments', [operationTag]: id },
    });
    expect(await world.records.get(id)).toMatchObject({ to });
  });

  it('makes one version however often it is delivered', async () => {
    const { world, keys } = await aRotation();
    const first = await createVersion.run(input, world);
    expect(await createVersion.run(input, world)).toEqual(first);
    expect(keys.versionsOf(ledger)).toHaveLength(2);
  });

  it('finds the version of a delivery that overtook it between its listing and its claim', async () => {
    const { world, keys } = await aRotation();
    let overtaken = false;
    const acquire = world.claims.acquire.bind(world.claims);
    const claims = {
      ...world.claims,
      async acquire(claim: Parameters<typeof acquire>[0]) {
        if (!overtaken) {
          overtaken = true;
          await createVersion.run(input, world);
        }
        return acquire(claim);
      },
    };
    await createVersion.run(input, { ...world, claims });
    expect(keys.versionsOf(ledger)).toHaveLength(2);
  });

  it('waits while another delivery holds the claim, and creates after a dead owner when its lease is over', async () => {
    const { world, keys, clock } = await aRotation();
    const from = keys.versionsOf(ledger)[0]?.version ?? '';
    await world.claims.acquire({ key: ledger, from, owner: 'dead', leaseSeconds: 300 });
    await expect(createVersion.run(input, world)).rejects.toThrow('waiting for it');
    expect(keys.callsOf('createLike')).toBe(0);
    await clock.advance(301_000);
    await createVersion.run(input, world);
    expect(keys.versionsOf(ledger)).toHaveLength(2);
  });

  it('claims for longer than the longest create call, so that nobody creates beside a call under way', async () => {
    const { world } = await aRotation();
    const leases: number[] = [];
    const acquire = world.claims.acquire.bind(world.claims);
    const claims = {
      ...world.claims,
      acquire: (claim: Parameters<typeof acquire>[0]) => {
        leases.push(claim.leaseSeconds);
        return acquire(claim);
      },
    };
    await createVersion.run(input, { ...world, claims });
    expect(leases[0]).toBeGreaterThan(longestCreationSeconds);
  });

  it('says when to come back when the vault is asked too often, and creates then', async () => {
    const { world, keys } = await aRotation();
    keys.failNext('createLike', new TooFast('429', 1_000));
    expect(await createVersion.run(input, world)).toEqual({ comeBackAt: '2027-03-01T12:00:01.000Z' });
    await createVersion.run(input, world);
    expect(keys.versionsOf(ledger)).toHaveLength(2);
  });

  it('makes no second version when the vault made one and its answer was lost', async () => {
    const { world, keys, clock } = await aRotation();
    keys.loseNextAnswer('createLike');
    await expect(createVersion.run(input, world)).rejects.toThrow('reset');
    await clock.advance(301_000);
    await createVersion.run(input, world);
    expect(keys.versionsOf(ledger)).toHaveLength(2);
  });
});
