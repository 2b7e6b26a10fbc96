import type { AccessFacts, Grant } from '../../shared/access/facts';
import { KeyUrl } from '../../shared/keys/key-url';
import type { Policy } from '../../shared/policy/policy';
import { aPolicy, ledger } from '../examples';
import { aGrant, aRole, aTenant, aVault, group, vaultId } from '../shared/access/a-tenant';
import { days, minutes, rotationRun } from './rotation-run';

export const hsm = 'https://vault-one.managedhsm.azure.net';
const master = KeyUrl.parse(`${hsm}/keys/master`);
const cards = KeyUrl.parse('https://payments.vault.azure.net/keys/cards');
const base = aPolicy();
const policy = {
  ...base,
  scope: { ...base.scope, vaults: [hsm, 'https://payments.vault.azure.net'] },
} satisfies Policy;

const hsmCrypto = aRole('hsm-crypto', ['Microsoft.KeyVault/managedHsm/keys/unwrap/action']);
const backupReader = aRole('backup', ['Microsoft.KeyVault/vaults/keys/backup/action']);
const owner = aRole('owner', [], { actions: ['*'] });

/** A Managed HSM whose key Heidi may unwrap with. */
export const anHsm = (localGrants: Grant[]) =>
  aVault({
    url: hsm,
    kind: 'managed-hsm',
    keys: ['master'],
    resource: `${vaultId}-hsm`,
    localRoles: [hsmCrypto],
    localGrants,
  });

const local = (principal: string): Grant => aGrant(principal, { role: 'hsm-crypto', scope: '/keys' });

/** Everybody has access in another way: by an assignment, groups in groups, eligibility, a management group, a local role. */
export const tenant = (how: Parameters<typeof aTenant>[0] = {}) =>
  aTenant({
    vaults: [aVault({ keys: ['ledger', 'cards'] }), anHsm([local('heidi')])],
    roles: [...aTenant().roles, backupReader, owner],
    who: ['alice', 'bob', 'carol', 'dave', 'heidi', 'mallory'],
    members: { 'group outer': ['group inner'], 'group inner': ['carol'] },
    grants: [
      aGrant('alice'),
      aGrant('bob', { scope: group('corp') }),
      aGrant('group outer'),
      aGrant('dave', { eligible: true, id: 'dave may' }),
    ],
    ...how,
  });

export const departureRun = (how: Parameters<typeof rotationRun>[0] = {}) => {
  const run = rotationRun({ ageInDays: 5, policy, ...how });
  const { world, simulation, clock } = run;
  world.keys.addKey(cards, { createdOn: new Date(clock.now().getTime() - days(5)).toISOString() });
  world.keys.addKey(master, { createdOn: new Date(clock.now().getTime() - days(5)).toISOString() });
  const plant = (facts: AccessFacts) => void Object.assign(world.access.planted, facts);
  plant(tenant());
  const look = async () => {
    simulation.start('watchAccess', 'access', {});
    await clock.advance(minutes(2));
  };
  return {
    ...run,
    plant,
    look,
    /** Alerts about trouble: the first look tells that it was the first. */
    troubles: () => world.alerts.raised.filter(({ severity }) => severity !== 'info'),
    /** As the sweep does. */
    async pass(time: number) {
      for (let left = time; left > 0; left -= minutes(15)) {
        await look();
        await clock.advance(minutes(13));
      }
    },
    cases: async () => {
      const { cases } = await world.cases.list();
      return Promise.all(cases.map(({ id }) => world.cases.get(id)));
    },
    versions: () => [ledger, cards, master].map((key) => world.keys.versionsOf(key).length),
  };
};

export const without = (principal: string) => ({
  principals: tenant().principals.map((each) => (each.id === principal ? { ...each, kind: 'unknown' as const } : each)),
});
