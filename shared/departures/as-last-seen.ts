import type { AccessFacts, Principal, Unseen, VaultFacts } from '../access/facts';
import { subscriptionIn } from '../access/scope';

/*
 * What cannot be seen now is presumed to be as it was when it was last seen: a right that we lost, or a service that refuses,
 * must not look as if everybody had lost his access.
 */

const union = <T>(now: readonly T[], before: readonly T[]): T[] => [
  ...new Map([...before, ...now].map((each) => [JSON.stringify(each), each])).values(),
];

const latest = <T extends { readonly id: string }>(now: readonly T[], before: readonly T[]): T[] => [
  ...new Map([...before, ...now].map((each) => [each.id, each])).values(),
];

type Seeing = (...beginnings: readonly string[]) => boolean;

const blindnessIn =
  (unseen: readonly Unseen[]): Seeing =>
  (...beginnings) =>
    unseen.some(({ scope }) => beginnings.some((beginning) => scope.startsWith(beginning)));

const unlessEmpty = <T>(now: readonly T[], before: readonly T[]): T[] => [...(now.length > 0 ? now : before)];

/** What is missing of a vault of which something could not be read. Which list it was the words say, and these may change. */
const vaultAsSeen = (now: VaultFacts, before: VaultFacts): VaultFacts => {
  const resource = now.resource ?? before.resource;
  const policies = now.accessPolicies.length > 0 || now.usesAccessPolicies ? now : before;
  return {
    ...now,
    ...(resource && { resource }),
    keys: unlessEmpty(now.keys, before.keys),
    certificates: unlessEmpty(now.certificates, before.certificates),
    accessPolicies: policies.accessPolicies,
    usesAccessPolicies: policies.usesAccessPolicies,
    deploysSecrets: now.deploysSecrets || before.deploysSecrets,
    localRoles: unlessEmpty(now.localRoles, before.localRoles),
    localGrants: unlessEmpty(now.localGrants, before.localGrants),
  };
};

const vaultsAsSeen = (before: AccessFacts, now: AccessFacts): AccessFacts['vaults'] => {
  const hidden = new Set(now.unseen.map(({ scope }) => scope));
  const former = new Map(before.vaults.map((vault) => [vault.url, vault]));
  return now.vaults.map((vault) =>
    hidden.has(vault.url) ? vaultAsSeen(vault, former.get(vault.url) ?? vault) : vault,
  );
};

/** Subscriptions of which a list could not be read, or none since the vaults in them are not shown. */
const hiddenSubscriptions = (before: AccessFacts, now: AccessFacts): string[] => {
  const shown = new Set(now.vaults.flatMap(({ resource }) => subscriptionIn(resource ?? '') ?? []));
  const former = before.vaults.flatMap(({ resource }) => subscriptionIn(resource ?? '') ?? []);
  const unread = now.unseen.flatMap(({ scope }) => subscriptionIn(scope.toLowerCase()) ?? []);
  return [...new Set([...unread, ...former.filter((id) => !shown.has(id))])];
};

type Scoped = { readonly scope: string };

/** A list that is empty now where it was not, in a subscription that cannot be read whole, was not read. */
const listAsSeen = <T extends Scoped>(now: readonly T[], before: readonly T[], hidden: readonly string[]): T[] => {
  if (hidden.length === 0) return [...now];
  if (now.length === 0) return [...before];
  const isIn = ({ scope }: Scoped, id: string) => subscriptionIn(scope) === id;
  const missing = hidden.filter((id) => !now.some((each) => isIn(each, id)));
  return [...now, ...before.filter((each) => missing.some((id) => isIn(each, id)))];
};

const rolesAsSeen = (
  before: AccessFacts,
  now: AccessFacts,
): Pick<AccessFacts, 'above' | 'roles' | 'grants' | 'denials'> => {
  const hidden = hiddenSubscriptions(before, now);
  const grants = (eligible: boolean) => {
    const those = (all: AccessFacts['grants']) => all.filter((grant) => grant.eligible === eligible);
    return listAsSeen(those(now.grants), those(before.grants), hidden);
  };
  const above = hidden.map((id) => [id, unlessEmpty(now.above[id] ?? [], before.above[id] ?? [])] as const);
  return {
    above: { ...now.above, ...Object.fromEntries(above) },
    roles: hidden.length > 0 ? latest(now.roles, before.roles) : now.roles,
    grants: [...grants(false), ...grants(true)],
    denials: listAsSeen(now.denials, before.denials, hidden),
  };
};

/** Members of groups that cannot be read now, and of those in them. */
const hiddenMembers = (before: AccessFacts, now: AccessFacts): AccessFacts['members'] => {
  const seen = new Set(now.principals.filter(({ kind }) => kind !== 'unknown').map(({ id }) => id));
  const unread = new Set(now.unreadGroups);
  const found: AccessFacts['members'] = [];
  // A set hands out what is added while it is walked.
  const groups = new Set(unread);
  for (const group of groups) {
    for (const link of before.members.filter((each) => each.group === group)) {
      found.push(link);
      if (!seen.has(link.member) || unread.has(link.member)) groups.add(link.member);
    }
  }
  return found;
};

const principalsAsSeen = (
  before: AccessFacts,
  now: AccessFacts,
  members: AccessFacts['members'],
  holdersHidden: boolean,
): Principal[] => {
  const hidden = new Set(members.map(({ member }) => member));
  const former = before.principals.filter(({ id }) => holdersHidden || hidden.has(id));
  const known = now.principals.filter(({ kind }) => !(holdersHidden && kind === 'unknown'));
  return latest(known, [...now.principals, ...former]);
};

/** Links whose beginning has none now, where it may be that these could not be read. */
const linksAsSeen = <T>(now: readonly T[], before: readonly T[], beginningOf: (link: T) => string): T[] => {
  const read = new Set(now.map(beginningOf));
  return [...now, ...before.filter((link) => !read.has(beginningOf(link)))];
};

type Eligible = { readonly eligible?: boolean | undefined };

/** Who may activate what is read apart from who has it, by another right. */
const eligibleAsSeen = <T extends Eligible>(now: readonly T[], before: readonly T[], isHidden: boolean): T[] => [
  ...now,
  ...(isHidden && !now.some(({ eligible }) => eligible) ? before.filter(({ eligible }) => eligible) : []),
];

/** Whether those with access could not be looked up. Who rules the directory is read by another right, and may be seen. */
const areHoldersHidden = ({ principals, unreadGroups }: AccessFacts): boolean => {
  const unread = new Set(unreadGroups);
  return principals.some(({ id, kind }) => kind === 'unknown' && unread.has(id));
};

const directoryAsSeen = (before: AccessFacts, now: AccessFacts, isBlind: Seeing) => {
  const someHidden = isBlind('Microsoft Graph');
  const holdersHidden = someHidden && areHoldersHidden(now);
  const ownersHidden =
    holdersHidden || isBlind('group ', 'service-principal ', 'managed-identity ', 'user ', 'unknown ');
  const rolesHidden = holdersHidden || isBlind('directory role ');
  const read = union(now.members, hiddenMembers(before, now));
  const members = eligibleAsSeen(read, before.members, someHidden);
  const owners = ownersHidden ? linksAsSeen(now.owners, before.owners, ({ of }) => of) : now.owners;
  const held = rolesHidden
    ? linksAsSeen(now.directoryRoles, before.directoryRoles, ({ role }) => role)
    : now.directoryRoles;
  return {
    members,
    principals: principalsAsSeen(before, now, members, holdersHidden),
    owners: eligibleAsSeen(owners, before.owners, someHidden),
    directoryRoles: eligibleAsSeen(held, before.directoryRoles, someHidden),
  };
};

/** The facts of now, with what is out of sight as it was before. */
export const asLastSeen = (before: AccessFacts, now: AccessFacts): AccessFacts => {
  if (now.unseen.length === 0) return now;
  const isBlind = blindnessIn(now.unseen);
  return {
    ...now,
    vaults: vaultsAsSeen(before, now),
    ...rolesAsSeen(before, now),
    ...directoryAsSeen(before, now, isBlind),
  };
};

/** Of one scope several things may be out of sight; the words after the colon may change. */
const whatIsUnseen = ({ scope, because }: Unseen): string => `${scope}: ${because.split(':')[0]}`;

/** What could be seen before and cannot now. */
export const newlyUnseen = (before: AccessFacts, now: AccessFacts): Unseen[] => {
  const known = new Set(before.unseen.map(whatIsUnseen));
  return now.unseen.filter((each) => !known.has(whatIsUnseen(each)));
};
