import type { AccessFacts } from './facts';
import { remembering } from './holding';
import type { Link } from './reach';

/** A principal and the groups that it is in, each with the shortest way to it. */
export type Upwards = ReadonlyMap<string, readonly Link[]>;

/** Somebody or something beside a principal; `eligible` when that has to be activated first. */
export interface Beside {
  readonly id: string;
  readonly eligible: boolean;
}

/** The directory, ready to be walked. */
export interface DirectoryMap {
  readonly groups: readonly string[];
  readonly applications: readonly string[];
  isGroup(id: string): boolean;
  upwards(from: string): Upwards;
  /** Of these, what it is in all the time. */
  always(from: string): ReadonlySet<string>;
  ownedBy(owner: string): readonly Beside[];
  /** Templates of the roles that it holds itself. */
  rolesOf(holder: string): readonly Beside[];
}

interface Row {
  readonly from: string;
  readonly to: string;
  readonly eligible?: boolean | undefined;
}

/** What is always so comes before what has to be activated. */
const lookup = (rows: readonly Row[]): ((from: string) => readonly Beside[]) => {
  const all = new Map<string, Beside[]>();
  const lasting = rows.filter(({ eligible }) => !eligible);
  for (const { from, to, eligible = false } of [...lasting, ...rows.filter((row) => row.eligible)]) {
    const known = all.get(from);
    if (known) known.push({ id: to, eligible });
    else all.set(from, [{ id: to, eligible }]);
  }
  return (from) => all.get(from) ?? [];
};

/** Adds what is above everything found so far. A map hands out what is added while it is walked, in that order. */
const climb = (found: Map<string, readonly Link[]>, above: (id: string) => readonly Beside[]): void => {
  for (const [id, way] of found) {
    for (const { id: group, eligible } of above(id)) {
      if (!found.has(group)) found.set(group, [...way, { kind: 'member-of', group, ...(eligible && { eligible }) }]);
    }
  }
};

export const directoryMap = ({ principals, members, owners, directoryRoles }: AccessFacts): DirectoryMap => {
  const idsOf = (wanted: string) => principals.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  const groups = new Set([...idsOf('group'), ...members.map(({ group }) => group)]);
  const groupsOf = lookup(members.map(({ member, group, eligible }) => ({ from: member, to: group, eligible })));

  const upwards = remembering((from: string) => {
    const found = new Map<string, readonly Link[]>([[from, []]]);
    climb(found, (id) => groupsOf(id).filter(({ eligible }) => !eligible));
    climb(found, groupsOf);
    return found;
  });
  return {
    groups: [...groups],
    applications: idsOf('service-principal'),
    isGroup: (id) => groups.has(id),
    ownedBy: lookup(owners.map(({ owner, of, eligible }) => ({ from: owner, to: of, eligible }))),
    rolesOf: lookup(directoryRoles.map(({ holder, role, eligible }) => ({ from: holder, to: role, eligible }))),
    upwards,
    always: remembering((from: string) => {
      const lasting = [...upwards(from)].filter(([, way]) => !way.some((link) => 'eligible' in link && link.eligible));
      return new Set(lasting.map(([id]) => id));
    }),
  };
};
