import type { DirectoryMap, Upwards } from './directory-map';
import { type DirectoryRole, directoryRoles } from './directory-roles';
import type { Link } from './reach';

/** Somebody whom the principal can be: himself, himself in a group that he may join, or an application that he may become. */
export interface Standing {
  readonly actor: string;
  /** From the principal to this standing; empty for himself as he is. */
  readonly chain: readonly Link[];
  /** The group that was joined for it. */
  readonly joined?: string;
  /** Everybody whose access the actor has: itself and its groups, each with the way that comes after the chain. */
  readonly holders: Upwards;
}

const asItself = (actor: string, chain: readonly Link[], directory: DirectoryMap): Standing => ({
  actor,
  chain,
  holders: directory.upwards(actor),
});

const inGroup = (actor: string, group: string, chain: readonly Link[], directory: DirectoryMap): Standing => ({
  actor,
  chain: [...chain, { kind: 'owner-of', group }],
  joined: group,
  holders: new Map([...directory.upwards(actor), ...directory.upwards(group)]),
});

const become = (application: string, chain: readonly Link[], directory: DirectoryMap): Standing =>
  asItself(application, [...chain, { kind: 'owner-of-application', servicePrincipal: application }], directory);

/** Roles of the directory that somebody in this standing holds, each with the chain to its holder. */
export const rolesIn = (
  { chain, holders }: Standing,
  directory: DirectoryMap,
): { role: DirectoryRole; holder: string; chain: readonly Link[] }[] =>
  directoryRoles.flatMap((role) => {
    const held = [...holders].find(([holder]) => directory.rolesOf(holder).includes(role.id));
    return held ? [{ role, holder: held[0], chain: [...chain, ...held[1]] }] : [];
  });

const byOwning = ({ actor, chain, joined }: Standing, directory: DirectoryMap): Standing[] => {
  // What the actor owns he owns without the group as well.
  if (joined) return [];
  return directory
    .ownedBy(actor)
    .map((owned) =>
      directory.isGroup(owned) ? inGroup(actor, owned, chain, directory) : become(owned, chain, directory),
    );
};

const byAdministering = (standing: Standing, directory: DirectoryMap): Standing[] =>
  rolesIn(standing, directory).flatMap(({ role: { id, name, over }, chain: toRole }) => {
    const chain: readonly Link[] = [...toRole, { kind: 'directory-role', role: id, name }];
    if (over === 'applications') return directory.applications.map((each) => become(each, chain, directory));
    if (over === 'groups') return directory.groups.map((each) => inGroup(standing.actor, each, chain, directory));
    return [];
  });

/** Everybody whom the principal can be, nearest first. He joins one group at a time. */
export const standingsOf = (principal: string, directory: DirectoryMap): readonly Standing[] => {
  const nameOf = ({ actor, joined = '' }: Standing) => `${actor} ${joined}`;
  const first = asItself(principal, [], directory);
  const found = new Map([[nameOf(first), first]]);
  for (const standing of found.values()) {
    for (const next of [...byOwning(standing, directory), ...byAdministering(standing, directory)]) {
      if (!found.has(nameOf(next))) found.set(nameOf(next), next);
    }
  }
  return [...found.values()];
};
