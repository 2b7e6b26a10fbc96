import type { AccessFacts, Principal, VaultFacts } from '../access/facts';
import type { Source, Way } from '../access/reach';

/** What decides whether the identity may take a right away. */
export interface Taking {
  /** Roles that it may take; nothing where there is no such identity. */
  readonly roles: ReadonlySet<string> | undefined;
  /** Principals that the policy names as users of keys. */
  readonly knownUsers: ReadonlySet<string>;
  /** Rewrap's own identities. */
  readonly own?: ReadonlySet<string>;
}

/** Whether the identity can take it away, or why a person must. */
export type TakenBy = { readonly takenBy: 'identity' } | { readonly takenBy: 'person'; readonly because: string };

interface Held {
  readonly way: Way;
  readonly vault: VaultFacts;
  readonly facts: AccessFacts;
}

/**
 * Who takes a right away. Pure. The identity takes assignments at the vault from people, and from groups whose members are all
 * people: whatever else holds one may be what a dependent needs in order to move. What cannot be seen is left to a person.
 */
export function whoTakes(held: Held, { roles, knownUsers, own }: Taking): TakenBy {
  if (own?.has(held.way.holder)) return { takenBy: 'person', because: 'it is Rewrap, which backs up what it makes' };
  const because =
    roles === undefined
      ? 'no identity of Rewrap may: it is a parameter of the template'
      : (whyNotThere(held, roles) ?? whyNotFrom(held.way.holder, held.facts, knownUsers));
  return because === undefined ? { takenBy: 'identity' } : { takenBy: 'person', because };
}

const otherSources: Readonly<Record<Exclude<Source['kind'], 'role-assignment'>, string>> = {
  'access-policy': 'whoever may write access policies may write the whole vault, and no condition narrows that',
  'hsm-assignment': 'local roles of a Managed HSM know no conditions',
  'directory-role': 'it comes from a role of the directory',
};

function whyNotThere({ way, vault }: Held, roles: ReadonlySet<string>): string | undefined {
  const { source, eligible } = way;
  if (source.kind !== 'role-assignment') return otherSources[source.kind];
  const { scope, role, roleName } = source;
  const isThere = scope === vault.resource || scope.startsWith(`${vault.resource}/`);
  if (!isThere) return `it is assigned above the vault, at ${scope}, where the identity has no right`;
  if (eligible) return 'it is only eligible, and is taken away in Privileged Identity Management';
  if (!roles.has(role)) return `${roleName} is not among the roles that the identity may take`;
  return undefined;
}

function whyNotFrom(holder: string, facts: AccessFacts, knownUsers: ReadonlySet<string>): string | undefined {
  const kinds = new Map(facts.principals.map(({ id, kind }) => [id, kind]));
  const unread = new Set(facts.unreadGroups);
  const within = withMembers(holder, facts);
  const kindOf = (id: string) => (unread.has(id) ? 'unknown' : (kinds.get(id) ?? 'unknown'));
  if (within.some((id) => knownUsers.has(id))) return 'the policy names it, or a member of it, as a user of keys';
  if (within.some((id) => kindOf(id) === 'unknown')) return 'who it is, or who is in it, could not be seen';
  if (within.every((id) => people.has(kindOf(id)))) return undefined;
  const what = within.length === 1 ? 'it is a service' : 'a member of the group is a service';
  return `${what}, and what uses keys may need it in order to move`;
}

const people: ReadonlySet<string> = new Set<Principal['kind']>(['user', 'group']);

/** A principal, and everybody who is or may make himself a member of it, through groups in groups. */
function withMembers(principal: string, { members }: AccessFacts): string[] {
  const found = new Set([principal]);
  for (const id of found) for (const { group, member } of members) if (group === id) found.add(member);
  return [...found];
}
