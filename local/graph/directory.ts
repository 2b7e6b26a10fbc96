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
  /** Soft deletion: he is gone from everywhere; true when he was there. */
  remove(id: string): boolean;
  join(group: string, member: string): void;
  leave(group: string, member: string): boolean;
  /** Of a group or service principal, or of the application that bears this appId. */
  own(owned: string, owner: string): void;
  /** Gives somebody a role of the directory, by its template. */
  appoint(role: string, holder: string): void;
  /** Lets somebody make himself a member or owner of a group, or a holder of a role of the directory, when he needs it. */
  makeEligible(eligibility: Eligibility): void;
  endEligibility(eligibility: Eligibility): void;
  eligibilities(): readonly Eligibility[];
  get(id: string): DirectoryObject | undefined;
  all(): readonly DirectoryObject[];
  membersOf(group: string): readonly DirectoryObject[];
  groupsOf(member: string): readonly DirectoryObject[];
  ownersOf(owned: string): readonly DirectoryObject[];
  /** Undefined for a role that nobody ever had. */
  holdersOf(role: string): readonly DirectoryObject[] | undefined;
}

type Links = Map<string, Set<string>>;

const link = (links: Links, from: string, to: string): void => {
  links.set(from, (links.get(from) ?? new Set<string>()).add(to));
};

/** An empty directory. */
export function createDirectory(): Directory {
  const objects = new Map<string, DirectoryObject>();
  const members: Links = new Map();
  const owners: Links = new Map();
  const holders: Links = new Map();
  const eligible = new Map<string, Eligibility>();
  const nameOf = ({ principalId, groupId, accessId, roleDefinitionId }: Eligibility) =>
    [principalId, groupId, accessId, roleDefinitionId].join(' ');
  const named = (ids: Iterable<string> = []) => [...ids].flatMap((id) => objects.get(id) ?? []);

  return {
    put: (object) => void objects.set(object.id, object),
    remove(id) {
      for (const links of [members, owners, holders]) for (const each of links.values()) each.delete(id);
      return objects.delete(id);
    },
    join: (group, member) => link(members, group, member),
    leave: (group, member) => members.get(group)?.delete(member) ?? false,
    own: (owned, owner) => link(owners, owned, owner),
    appoint: (role, holder) => link(holders, role, holder),
    makeEligible: (eligibility) => void eligible.set(nameOf(eligibility), eligibility),
    endEligibility: (eligibility) => void eligible.delete(nameOf(eligibility)),
    eligibilities: () => [...eligible.values()].filter(({ principalId }) => objects.has(principalId)),
    get: (id) => objects.get(id),
    all: () => [...objects.values()],
    membersOf: (group) => named(members.get(group)),
    groupsOf: (member) => named([...members].filter(([, inside]) => inside.has(member)).map(([group]) => group)),
    ownersOf: (owned) => named(owners.get(owned)),
    holdersOf: (role) => (holders.has(role) ? named(holders.get(role)) : undefined),
  };
}
