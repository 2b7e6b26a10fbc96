import { createJournal, type Journal, type ListName } from './journal';

/** Something in the directory, as Microsoft Graph shows it to whoever may read everything. */
export interface DirectoryObject {
  readonly kind: 'user' | 'group' | 'servicePrincipal';
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName?: string;
  readonly accountEnabled?: boolean;
  readonly appId?: string;
  readonly servicePrincipalType?: 'Application' | 'ManagedIdentity';
}

/** `accessId` is `member` or `owner` for a group; a role of the directory has none. */
export interface Eligibility {
  readonly principalId: string;
  readonly groupId?: string;
  readonly accessId?: 'member' | 'owner';
  readonly roleDefinitionId?: string;
}

/** Who there is, who is in which group, and who owns what. Everything may be changed from outside, unchecked. */
export interface Directory {
  /** Adds somebody, or changes him. */
  put(object: DirectoryObject): void;
  /**
   * Soft deletion: he is gone from everywhere, and in everything again when he is restored; true when he was there. Memberships
   * stay underneath, so that nobody is told that they ended. Source: "Get incremental changes for groups".
   */
  remove(id: string): boolean;
  restore(id: string): boolean;
  join(group: string, member: string): void;
  leave(group: string, member: string): boolean;
  /** Of a group or service principal, or of the application that bears this appId. */
  own(owned: string, owner: string): void;
  disown(owned: string, owner: string): boolean;
  /** Gives somebody a role of the directory, by its template. */
  appoint(role: string, holder: string): void;
  /** Lets somebody make himself a member or owner of a group, or a holder of a role of the directory, when he needs it. */
  makeEligible(eligibility: Eligibility): void;
  endEligibility(eligibility: Eligibility): void;
  eligibilities(): readonly Eligibility[];
  get(id: string): DirectoryObject | undefined;
  /** Somebody who was deleted and can be restored. */
  deleted(id: string): DirectoryObject | undefined;
  all(): readonly DirectoryObject[];
  membersOf(group: string): readonly DirectoryObject[];
  groupsOf(member: string): readonly DirectoryObject[];
  ownersOf(owned: string): readonly DirectoryObject[];
  /** Undefined for a role that nobody ever had. */
  holdersOf(role: string): readonly DirectoryObject[] | undefined;
  readonly journal: Journal;
}

type Links = Map<string, Set<string>>;

const link = (links: Links, from: string, to: string): void => {
  links.set(from, (links.get(from) ?? new Set<string>()).add(to));
};

/** An empty directory. */
export function createDirectory(): Directory {
  const objects = new Map<string, DirectoryObject>();
  const bin = new Map<string, DirectoryObject>();
  const lists: Record<ListName, Links> = { members: new Map(), owners: new Map() };
  const holders: Links = new Map();
  const eligible = new Map<string, Eligibility>();
  const journal = createJournal();
  const nameOf = ({ principalId, groupId, accessId, roleDefinitionId }: Eligibility) =>
    [principalId, groupId, accessId, roleDefinitionId].join(' ');
  const named = (ids: Iterable<string> = []) => [...ids].flatMap((id) => objects.get(id) ?? []);
  const enter = (list: ListName, of: string, id: string): void => {
    if (lists[list].get(of)?.has(id)) return;
    link(lists[list], of, id);
    journal.noteLink({ list, of, id, came: true });
  };
  const quit = (list: ListName, of: string, id: string): boolean => {
    const was = lists[list].get(of)?.delete(id) ?? false;
    if (was) journal.noteLink({ list, of, id, came: false });
    return was;
  };
  const move = (id: string, from: Map<string, DirectoryObject>, to: Map<string, DirectoryObject>): boolean => {
    const found = from.get(id);
    if (!found) return false;
    from.delete(id);
    to.set(id, found);
    journal.noteObject(id);
    return true;
  };

  return {
    put(object) {
      objects.set(object.id, object);
      journal.noteObject(object.id);
    },
    remove: (id) => move(id, objects, bin),
    restore: (id) => move(id, bin, objects),
    join: (group, member) => enter('members', group, member),
    leave: (group, member) => quit('members', group, member),
    own: (owned, owner) => enter('owners', owned, owner),
    disown: (owned, owner) => quit('owners', owned, owner),
    appoint: (role, holder) => link(holders, role, holder),
    makeEligible: (eligibility) => void eligible.set(nameOf(eligibility), eligibility),
    endEligibility: (eligibility) => void eligible.delete(nameOf(eligibility)),
    eligibilities: () => [...eligible.values()].filter(({ principalId }) => objects.has(principalId)),
    get: (id) => objects.get(id),
    deleted: (id) => bin.get(id),
    all: () => [...objects.values()],
    membersOf: (group) => named(lists.members.get(group)),
    groupsOf: (member) => named([...lists.members].filter(([, inside]) => inside.has(member)).map(([group]) => group)),
    ownersOf: (owned) => named(lists.owners.get(owned)),
    holdersOf: (role) => (holders.has(role) ? named(holders.get(role)) : undefined),
    journal,
  };
}
