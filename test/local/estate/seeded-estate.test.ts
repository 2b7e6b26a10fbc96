import { containers, tables } from '../../../local/estate/application-data';
import { dependents } from '../../../local/estate/dependents';
import { keys, seedOf } from '../../../local/estate/keys';
import { resourcesOf } from '../../../local/estate/resource-seeds';
import { vaults } from '../../../local/estate/vaults';

const key = { vault: 'https://localhost:1', name: 'cards', version: 'a'.repeat(32) };

describe('the seeded estate', () => {
  it('has three vaults of both tiers, a clean one, and a Managed HSM', () => {
    const flavours = vaults.map(({ flavour }) => flavour).toSorted();
    expect(flavours).toEqual(['managed-hsm', 'premium', 'premium', 'standard', 'standard']);
  });

  it('has at least 12 keys of different types, each in a vault that there is', () => {
    expect(keys.length).toBeGreaterThanOrEqual(12);
    expect(new Set(keys.map(({ kty }) => kty))).toEqual(new Set(['RSA', 'RSA-HSM', 'EC', 'oct-HSM']));
    const teams = vaults.map(({ team }) => team);
    expect(keys.filter(({ team }) => !teams.includes(team))).toEqual([]);
  });

  it('has at least 60 dependents, each of a key that there is, each with an id of its own', () => {
    const names = keys.map(({ team, name }) => `${team}/${name}`);
    const users = [...dependents, ...containers, ...tables];
    expect(users.filter((user) => !names.includes(`${user.team}/${user.key}`))).toEqual([]);

    const ids = dependents.flatMap((plan) => resourcesOf(plan, key)).map(({ id }) => id.toLowerCase());
    expect(new Set(ids).size).toBe(ids.length);
    const count = dependents.reduce((sum, plan) => sum + plan.names.length, 0) + containers.length;
    expect(count).toBeGreaterThanOrEqual(60);
  });

  it('lays every encryption scope into a storage account that there is', () => {
    const named = (kind: string) =>
      dependents
        .filter((plan) => plan.kind === kind)
        .flatMap(({ team, names }) => names.map((name) => `${team}/${name}`));
    const accounts = named('storage-account');
    const parents = named('encryption-scope').map((scope) => scope.split('/').slice(0, 2).join('/'));
    expect(parents.filter((parent) => !accounts.includes(parent))).toEqual([]);
  });

  it('gives storage accounts names that Azure would take', () => {
    const names = dependents.filter(({ kind }) => kind === 'storage-account').flatMap((plan) => plan.names);
    expect(names.filter((name) => !/^[a-z0-9]{3,24}$/.test(name))).toEqual([]);
  });

  it('counts ages and lives from the first day', () => {
    const cards = keys.find(({ name }) => name === 'cards');
    const [version] = cards ? (seedOf(cards, new Date('2030-06-01T00:00:00Z')).versions ?? []) : [];
    expect(version?.createdOn).toEqual(new Date('2030-01-16T00:00:00Z'));
    expect(version?.expiresOn).toEqual(new Date('2030-07-15T00:00:00Z'));
  });
});
