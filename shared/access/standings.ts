import type { Beside, DirectoryMap, Upwards } from './directory-map';
import { type DirectoryRole, directoryRoles } from './directory-roles';
import type { Link } from './reach';

/** Somebody whom the principal can be: himself, himself in a group that he may join, or an application that he may become. */
export interface Standing {
  readonly actor: string;
  /** From the principal to this standing; empty for himself as he is. */
  readonly chain: readonly Link[];
  /** The part of it that leads to the actor. */
  readonly toActor: readonly Link[];
  /** The group that was joined for it. */
  readonly joined?: string;
  /** Everybody whose access the actor has: itself and its groups, each with the way that comes after the chain. */
  readonly holders: Upwards;
}

type Place = Omit<Standing, 'holders'>;

const joinedBy = ({ actor, toActor }: Place, group: Beside, chain: readonly Link[]): Place => ({
  actor,
  toActor,
  chain: [...chain, { kind: 'owner-of', group: group.id, ...(group.eligible && { eligible: true }) }],
  joined: group.id,
});

const become = (application: string, before: readonly Link[]): Place => {
  const chain: readonly Link[] = [...before, { kind: 'owner-of-application', servicePrincipal: application }];
  return { actor: application, chain, toActor: chain };
};

const standingAt = (place: Place, directory: DirectoryMap): Standing => {
  const { actor, joined } = place;
  const own = directory.upwards(actor);
  return { ...place, holders: joined ? new Map([...own, ...directory.upwards(joined)]) : own };
};

/** Roles of the directory that somebody in this standing holds, each with the chain to its holder. */
const rolesIn = (
  { chain, holders }: Standing,
  directory: DirectoryMap,
): { role: DirectoryRole; chain: readonly Link[] }[] =>
  directoryRoles.flatMap((role) => {
    for (const [holder, way] of holders) {
      const held = directory.rolesOf(holder).find(({ id }) => id === role.id);
      if (!held) continue;
      const { id, name } = role;
      const link: Link = { kind: 'directory-role', role: id, name, ...(held.eligible && { eligible: true }) };
      return [{ role, chain: [...chain, ...way, link] }];
    }
    return [];
  });

const byOwning = (standing: Standing, directory: DirectoryMap): Place[] => {
  const { actor, chain, joined } = standing;
  // What the actor owns he owns without the group as well.
  if (joined) return [];
  return directory
    .ownedBy(actor)
    .map((owned) => (directory.isGroup(owned.id) ? joinedBy(standing, owned, chain) : become(owned.id, chain)));
};

const byAdministering = (standing: Standing, directory: DirectoryMap): Place[] =>
  rolesIn(standing, directory).flatMap(({ role: { over }, chain }) => {
    if (over === 'applications') return directory.applications.map((each) => become(each, chain));
    if (over === 'groups') return directory.groups.map((id) => joinedBy(standing, { id, eligible: false }, chain));
    return [];
  });

/** Everybody whom the principal can be, nearest first. He joins one group at a time. */
export const standingsOf = (principal: string, directory: DirectoryMap): readonly Standing[] => {
  const nameOf = ({ actor, joined = '' }: Place) => `${actor} ${joined}`;
  const first = { actor: principal, chain: [], toActor: [] };
  const found = new Map([[nameOf(first), standingAt(first, directory)]]);
  for (const standing of found.values()) {
    for (const place of [...byOwning(standing, directory), ...byAdministering(standing, directory)]) {
      const name = nameOf(place);
      if (!found.has(name)) found.set(name, standingAt(place, directory));
    }
  }
  return [...found.values()];
};
