import { standbysOf } from '../../../shared/incidents/standby-of';
import { KeyUrl } from '../../../shared/keys/key-url';
import { fakeWorld } from '../../fakes/fake-world';
import { aPolicy } from '../policy/a-policy';

const [payments, other, clean] = ['payments', 'other', 'standby'].map((name) => `https://${name}.vault.azure.net`);
const keysOf = (vault = '', count = 1) =>
  Array.from({ length: count }, (_, n) => ({ key: KeyUrl.parse(`${vault}/keys/k${n}`), tags: {} }));

/** A world that counts how often a vault is looked at. */
const aSite = (standby: object, regions: Record<string, string> = {}) => {
  const looks: string[] = [];
  const policy = aPolicy({ scope: { subscriptions: [], vaults: [payments, other, clean] }, standby: [standby] });
  const world = fakeWorld({ now: () => new Date('2027-03-01T12:00:00Z'), policy });
  const look = async (vault: string) => {
    looks.push(vault);
    const region = regions[vault];
    const resource = { id: vault, tags: {}, usesAccessPolicies: false };
    return { vault, isHsm: false, ...(region && { resource: { ...resource, region } }) };
  };
  return { looks, world: { ...world, vaults: { ...world.vaults, look } } };
};

describe('standbysOf', () => {
  it('chooses by the region of the vault, and looks at each vault once, however many keys it holds', async () => {
    const regions = { [payments ?? '']: 'westeurope', [other ?? '']: 'northeurope' };
    const { looks, world } = aSite({ vault: clean, regions: ['westeurope'] }, regions);
    const found = await standbysOf(world, [...keysOf(payments, 100), ...keysOf(other)]);
    expect(new Set(keysOf(payments, 100).map(({ key }) => found.get(key)?.vault))).toEqual(new Set([clean]));
    expect(keysOf(other).map(({ key }) => found.get(key))).toEqual([{}]);
    expect(looks).toEqual([payments, other]);
  });

  it('remembers the region of a vault while nobody can be asked, and says so where it never was', async () => {
    const { world } = aSite({ vault: clean, regions: ['westeurope'] }, { [payments ?? '']: 'westeurope' });
    const { look } = world.vaults;
    const asked: Date[] = [];
    world.vaults.look = (vault: string, ...how: unknown[]) => {
      const [, notOlderThan] = how;
      if (notOlderThan instanceof Date) asked.push(notOlderThan);
      return vault === payments ? look(vault) : Promise.reject(new Error('it answers nobody'));
    };
    const found = await standbysOf(world, [...keysOf(payments), ...keysOf(other)]);
    expect([...found.values()]).toEqual([{ vault: clean }, { unseen: 'it answers nobody' }]);
    expect(asked[0]).toEqual(new Date(0));
  });

  it('asks for no region where none matters, and finds nothing where it cannot be seen', async () => {
    const everywhere = aSite({ vault: clean });
    const [first] = keysOf(payments);
    expect([...(await standbysOf(everywhere.world, keysOf(payments)))]).toEqual([[first?.key, { vault: clean }]]);
    expect(everywhere.looks).toEqual([]);
    const unseen = aSite({ vault: clean, regions: ['westeurope'] });
    expect([...(await standbysOf(unseen.world, keysOf(payments)))]).toEqual([[first?.key, {}]]);
  });
});
