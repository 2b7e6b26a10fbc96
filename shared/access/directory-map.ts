import type { AccessFacts } from './facts';
import { remembering } from './holding';
import type { Link } from './reach';

/** A principal and the groups that it is in, each with the shortest way to it. */
export type Upwards = ReadonlyMap<string, readonly Link[]>;

/** The directory, ready to be walked. */
export interface DirectoryMap {
  readonly groups: readonly string[];
  readonly applications: readonly string[];
  isGroup(id: string): boolean;
  upwards(from: string): Upwards;
  ownedBy(owner: string): readonly string[];
  /** Templates of the roles that it holds itself. */
  rolesOf(holder: string): readonly string[];
}

const lookup = (pairs: Iterable<readonly [string, string]>): ((key: string) => readonly string[]) => {
  const all = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    const known = all.get(key);
    if (known) known.push(value);
    else all.set(key, [value]);
  }
  return (key) => all.get(key) ?? [];
};

export const directoryMap = ({ principals, members, owners, directoryRoles }: AccessFacts): DirectoryMap => {
  const idsOf = (wanted: string) => principals.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  const groups = new Set([...idsOf('group'), ...members.map(({ group }) => group)]);
  const groupsOf = lookup(members.map(({ member, group }) => [member, group]));

  return {
    groups: [...groups],
    applications: idsOf('service-principal'),
    isGroup: (id) => groups.has(id),
    ownedBy: lookup(owners.map(({ owner, of }) => [owner, of])),
    rolesOf: lookup(directoryRoles.map(({ holder, role }) => [holder, role])),
    upwards: remembering((from: string) => {
      const found = new Map<string, readonly Link[]>([[from, []]]);
      // A map hands out what is added while it is walked, in that order.
      for (const [id, way] of found) {
        for (const group of groupsOf(id)) {
          if (!found.has(group)) found.set(group, [...way, { kind: 'member-of', group }]);
        }
      }
      return found;
    }),
  };
};
