import { lasts } from '../../dependents/reads';
import { judgeVault } from '../../posture/judge-vault';
import type { VaultView } from '../../posture/vault-view';
import { check } from '../check';
import type { Found } from '../diagnosis';
import type { Examination } from '../doors';
import { unwellDelivery } from '../unwell';

const told = ['soft-deleted', 'event-subscription-missing'];
const nothing = { applications: [], environments: [], regions: [] };

const lookAt = async ({ vaults, policy, now }: Examination, vault: string): Promise<VaultView> => {
  const { scope } = await policy();
  return vaults.look(vault, scope, now()).catch((error: unknown) => {
    if (lasts(error)) return { vault, isHsm: false };
    throw error;
  });
};

const notSeen = (vault: string): Found => ({
  code: 'vault-not-seen',
  subject: vault,
  message: `Azure Resource Manager does not show ${vault}, so nobody looks whether its events come`,
  nextStep: 'Name its subscription under scope.subscriptions in policy.yaml, and give Rewrap Reader there',
  severity: 'info',
});

const unwell = ({ vault, unwell: list = [] }: VaultView): Found[] =>
  list.map((one) => unwellDelivery(one, { subject: vault, of: ` of ${vault}`, effect: 'events may not come' }));

/** Whether each vault's events come to us. The rules are those of the sweep; here they are asked now. */
export const events = check({
  name: 'events',
  async gather(doors) {
    const policy = await doors.policy();
    const views = await Promise.all(policy.scope.vaults.map((vault) => lookAt(doors, vault)));
    return { policy, views, now: doors.now() };
  },
  judge: ({ policy, views, now }) =>
    views.flatMap((view) => {
      const judged = judgeVault(view, { served: nothing, policy, now }).filter(({ code }) => told.includes(code));
      const unknown = !view.resource && !view.deleted ? [notSeen(view.vault)] : [];
      return [...judged, ...unknown, ...unwell(view)];
    }),
});
