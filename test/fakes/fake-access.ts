import type { AccessFacts } from '../../shared/access/facts';
import type { Access } from '../../shared/access/access';

/** Access as a test plants it: change `planted` to have somebody gain or lose it. */
export const fakeAccess = ({ now }: { now: () => Date }) => {
  const planted: AccessFacts = {
    asOf: now().toISOString(),
    vaults: [],
    above: {},
    roles: [],
    grants: [],
    denials: [],
    principals: [],
    members: [],
    owners: [],
    directoryRoles: [],
    unreadGroups: [],
    unseen: [],
  };
  return {
    planted,
    facts: async () => structuredClone({ ...planted, asOf: now().toISOString() }),
  } satisfies Access & { planted: AccessFacts };
};
