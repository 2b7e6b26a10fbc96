import type { AccessFacts } from '../../shared/access/facts';
import type { Access } from '../../shared/access/access';
import type { Directory } from '../../shared/access/directory';
import type { DirectoryEvents, Subscribed } from '../../shared/access/directory-events';

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

/** A directory of whoever a test adds. */
export const fakeDirectory = () => {
  const [known, deleted] = [new Set<string>(), new Set<string>()];
  return {
    known,
    deleted,
    async stateOf(principal) {
      if (known.has(principal)) return 'here';
      return deleted.has(principal) ? 'deleted' : 'unknown';
    },
  } satisfies Directory & { known: Set<string>; deleted: Set<string> };
};

/** Events of the directory, in such trouble as a test plants. */
export const fakeDirectoryEvents = () => {
  const state: Subscribed[] = [];
  return { state, tend: async () => structuredClone(state) } satisfies DirectoryEvents & { state: Subscribed[] };
};
