import type { AccessFacts } from '../../shared/access/facts';
import { fakeRightsTaker } from '../fakes/fake-rights-taker';
import { aGrant, aRole, aTenant, group } from '../shared/access/a-tenant';
import type { Delivery } from '../simulation';
import { aRun, id } from './incident-run';

export const backer = aRole('backer', ['Microsoft.KeyVault/vaults/keys/backup/action']);
export const asked = { takeBackupRights: true };

/** Mallory and a group of people may back keys up at the vault, an application too, and somebody from above. */
export const planted = (how: Parameters<typeof aTenant>[0] = {}): AccessFacts =>
  aTenant({
    who: ['mallory', 'app orders', 'cloud team'],
    members: { 'group ops': ['ann'] },
    roles: [backer],
    grants: [
      aGrant('mallory', { role: 'backer', id: '/assignments/mallory' }),
      aGrant('group ops', { role: 'backer', id: '/assignments/ops' }),
      aGrant('app orders', { role: 'backer', id: '/assignments/orders' }),
      aGrant('cloud team', { role: 'backer', id: '/assignments/cloud', scope: group('corp') }),
    ],
    ...how,
  });

/** An incident run in which an identity may take the role from people. */
export const aTakingRun = (how: { deliver?: (step: string) => Delivery } = {}) => {
  const run = aRun(how);
  const { access } = run.world;
  Object.assign(access.planted, planted());
  const taker = fakeRightsTaker(access, ['backer']);
  Object.assign(run.simulation.world, { rightsTaker: taker });
  const exporters = () => run.world.incidents.rights(id);
  return {
    ...run,
    taker: taker.site,
    exporters,
    left: () => access.planted.grants.map((each) => each.id),
    taken: async () => (await exporters()).filter(({ takenAt }) => takenAt).map(({ principal }) => principal),
    told: (words: string) => run.world.alerts.raised.filter(({ summary }) => summary.includes(words)),
  };
};
