import { appRights } from '../../scripts/generated/rights';
import type { Move } from '../../shared/dependents/dependent';
import { Policy } from '../../shared/policy/policy';
import { acceptance } from '../../shared/policy/proof-rules';
import { subscription } from '../shared/dependents/arm-estate';
import { container } from '../shared/dependents/blobs/application';
import { plantOneOfEach, plantWhatRetires } from './everything';
import { hosts, leastEstate, type Grants, type LeastEstate } from './least-estate';

const rights = appRights();
const lower = (text: string): string => text.toLowerCase();

/** What the built-in role Reader is granted for, beside the actions that the role of ours names. */
const reader = [
  'Microsoft.Authorization/denyAssignments/read',
  'Microsoft.Resources/subscriptions/read',
  'Microsoft.Resources/subscriptions/resourceGroups/read',
  'Microsoft.HealthcareApis/workspaces/read',
  'Microsoft.Search/searchServices/read',
];

/** And to see what was deleted. */
const readerOf: Record<Flavour, readonly string[]> = {
  premium: [...reader, 'Microsoft.KeyVault/deletedVaults/read'],
  'managed-hsm': [...reader, 'Microsoft.KeyVault/deletedManagedHsms/read'],
};

const kinds = { premium: rights.keyVault, 'managed-hsm': rights.managedHsm };
type Flavour = keyof typeof kinds;

const grantsFor = (flavour: Flavour): Grants => {
  const { byDuty } = kinds[flavour];
  return {
    rotate: [...byDuty.rotate, ...byDuty.open, ...byDuty.openOther, ...kinds[flavour].dataActionsForRotationPolicies],
    retire: byDuty.retire,
    backUp: byDuty.backUp,
    arm: [...rights.arm.actions, ...readerOf[flavour]],
  };
};

const policyFor = (flavour: Flavour): Policy =>
  Policy.parse({
    scope: { subscriptions: [subscription], vaults: [hosts[flavour]] },
    applicationData: [{ container }],
    classes: [
      {
        name: 'all',
        cryptoperiod: 'P90D',
        notice: 'P7D',
        expiresAfter: 'P90D',
        overlap: 'P1D',
        origin: 'generated',
        acceptAssumed: acceptance,
        nativePolicy: 'set',
        holds: [{ of: 'Microsoft.Sql/managedInstances', reason: 'nobody takes copies', for: 'P1D' }],
      },
    ],
  });

const days = (count: number): number => count * 86_400_000;
const anEstate = (flavour: Flavour, change: (grants: Grants) => Grants = (grants) => grants): LeastEstate =>
  leastEstate({ flavour, grants: change(grantsFor(flavour)), policy: policyFor(flavour) });

/** Writes that a rotation does not take, but a move to another key: those are tried by `turnToAnotherKey`. */
const onlyForAnotherKey = ['Microsoft.DocumentDB/databaseAccounts/write', 'Microsoft.Synapse/workspaces/keys/write'];

const hours = (count: number): number => count * 3_600_000;

/** A key that wraps, with a blob of an application; one that signs, one that encrypts; and one that is not there. */
const plantKeys = async (estate: LeastEstate, hsm: '' | '-HSM'): Promise<void> => {
  await estate.addKey({ name: 'signer', kty: `EC${hsm}`, curve: 'P-256', keyOps: ['sign', 'verify'] });
  await estate.addKey({ name: 'cipher', kty: `RSA${hsm}`, keyOps: ['encrypt', 'decrypt'] });
};

const plantBlob = async (estate: LeastEstate, hsm: '' | '-HSM'): Promise<void> =>
  estate.addBlob('letter', 'seals', await estate.addKey({ name: 'seals', kty: `RSA${hsm}` }));

/** Rotates them, waits until the old version is not needed any more, and has the sweep go on with it. */
const live = async (estate: LeastEstate, keys: readonly string[]): Promise<void> => {
  const { simulation, clock } = estate;
  simulation.start('sweepEstate', 'sweep', {});
  for (const key of keys) await estate.rotate(key);
  await clock.advance(days(2));
  await clock.advance(days(7));
  simulation.start('sweepEstate', 'sweep', {});
  await clock.advance(hours(2));
};

/** Where another key is what a write is for: what a clean vault asks of these. */
const turned = ['Microsoft.DocumentDB/databaseAccounts', 'Microsoft.Synapse/workspaces'];

/** Turns the resources of those types to another key; answers how they stand then. */
const turnToAnotherKey = async (estate: LeastEstate): Promise<string[]> => {
  const { world, urlOf } = estate;
  const key = urlOf('ledger');
  const toKey = urlOf('second');
  const to = await estate.addKey({ name: 'second', kty: 'RSA' });
  const { dependents } = await world.dependents.find(key, policyFor('premium'));
  const ends: string[] = [];
  for (const dependent of dependents.filter(({ type }) => turned.includes(type))) {
    let move: Move | undefined;
    for (let round = 0; round < 20 && (move?.state ?? 'pending') === 'pending'; round += 1) {
      move = await world.dependents.move(dependent, { key, to, toKey, nudge: false, ...(move && { earlier: move }) });
      await estate.clock.advance(hours(1));
    }
    ends.push(`${dependent.type} ${move?.state}`);
  }
  return ends.toSorted();
};

const retirementOf = async (estate: LeastEstate, name: string) => {
  const [record] = await estate.world.records.ofKey(estate.urlOf(name));
  return record?.retirement?.state;
};

describe('R11b: with exactly the rights that the template grants', () => {
  it('a resource of every type moves, and the old version of a key in a vault is retired; no right is left over', async () => {
    const estate = anEstate('premium');
    await plantOneOfEach(estate);
    await plantWhatRetires(estate);
    await plantKeys(estate, '');
    await live(estate, ['ledger', 'seals', 'signer', 'cipher', 'nobody']);

    const moves = (await estate.told()).keys.flatMap((key) => key.moves);
    expect(moves.length).toBeGreaterThan(50);
    expect(moves.filter(({ state }) => state !== 'settled' && state !== 'needs-person')).toEqual([]);
    expect(await retirementOf(estate, 'seals')).toBe('retired');
    expect(await turnToAnotherKey(estate)).toEqual(turned.map((type) => `${type} settled`));
    expect([...estate.refused]).toEqual([]);
    expect(estate.unused()).toEqual([]);
  });

  it('keys of a Managed HSM are rotated and retired; no right is left over', async () => {
    const estate = anEstate('managed-hsm');
    await plantBlob(estate, '-HSM');
    await plantKeys(estate, '-HSM');
    await live(estate, ['seals', 'signer', 'cipher', 'nobody']);
    expect(await retirementOf(estate, 'seals')).toBe('retired');
    expect([...estate.refused]).toEqual([]);
    expect(estate.unused().filter((right) => right.includes('managedHsm'))).toEqual([]);
  });
});

/** Every right at keys, by who has it. */
const rightsAtKeys = (['premium', 'managed-hsm'] as const).flatMap((flavour) => {
  const grants = grantsFor(flavour);
  return (['rotate', 'retire', 'backUp'] as const).flatMap((who) =>
    [...new Set(grants[who])].map((right) => ({ flavour, who, right })),
  );
});

/**
 * Not told on purpose: a key that may not be looked for among the deleted ones counts as one that never was. The doctor tells
 * of the right.
 */
const untold = ['Microsoft.KeyVault/managedHsm/keys/deletedKeys/read/action'];

/** What has to be rotated to need the right. */
const keyFor = (right: string): string => {
  if (/deletedKeys/.test(right)) return 'nobody';
  if (/sign/.test(right)) return 'signer';
  return /crypt/.test(right) ? 'cipher' : 'seals';
};

describe('R11b: without one right', () => {
  it.each(rightsAtKeys)('$right of the identity for "$who", it says so, and where', async ({ flavour, who, right }) => {
    const without = (grants: Grants): Grants => ({ ...grants, [who]: grants[who].filter((each) => each !== right) });
    const estate = anEstate(flavour, without);
    const hsm = flavour === 'managed-hsm' ? '-HSM' : '';
    const key = keyFor(right);
    await (key === 'seals' ? plantBlob(estate, hsm) : plantKeys(estate, hsm));
    await estate.rotate(key);
    if (/keyrotationpolicies|rotate .*write/.test(`${who} ${right}`))
      estate.simulation.start('sweepEstate', 'sweep', {});
    await estate.clock.advance(days(2));
    expect([...estate.refused]).toEqual([lower(`${who} ${right}`)]);
    const words = `Expected ${right} to be allowed on ${hosts[flavour]}`;
    expect(JSON.stringify(await estate.told()).includes(words)).toBe(!untold.includes(right));
  });

  it('to change a resource, the move says which, and of what', async () => {
    const isWrite = (action: string) => !action.endsWith('/read');
    const open = new Set(rights.arm.actions.filter(isWrite).filter((action) => !onlyForAnotherKey.includes(action)));
    for (let round = 0; open.size > 0; round += 1) {
      const estate = anEstate('premium', (grants) => ({
        ...grants,
        arm: grants.arm.filter((each) => !open.has(each)),
      }));
      await plantOneOfEach(estate);
      await estate.rotate('ledger', 'compromise');
      await estate.clock.advance(hours(3));
      const told = JSON.stringify((await estate.told()).keys.flatMap(({ moves }) => moves));
      const named = [...told.matchAll(/Expected to be allowed (\S+) on (\/subscriptions\/\S+|\S+),/g)].map(
        ([, right = '']) => lower(right),
      );
      expect(new Set(named)).toEqual(new Set(estate.refused));
      for (const action of open) if (named.includes(lower(action))) open.delete(action);
      expect({ round, open: round > 1 ? [...open] : [] }).toEqual({ round, open: [] });
    }
  });

  it('to read a subscription, it says that nothing is known there', async () => {
    const estate = anEstate('premium', (grants) => ({ ...grants, arm: [] }));
    await plantBlob(estate, '');
    await estate.rotate('seals');
    await estate.clock.advance(days(2));
    expect(JSON.stringify(await estate.told())).toContain(
      `Expected to be allowed Microsoft.Resources/subscriptions/read on /subscriptions/${subscription}`,
    );
    expect(await retirementOf(estate, 'seals')).toBe('held');
  });
});
