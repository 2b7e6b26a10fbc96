import { type DirectoryMap, directoryMap } from './directory-map';
import type { AccessFacts, Unseen } from './facts';
import type { Held, Holding } from './holding';
import { byRoles, type Taking, takingsIn } from './role-holdings';
import { type Target, targetsOf } from './targets';
import { byAccessPolicies, byDirectoryRoles, byLocalRoles } from './vault-holdings';

/** The facts, ready to be asked about any principal. */
export interface AccessMap {
  readonly facts: AccessFacts;
  readonly directory: DirectoryMap;
  holdingsOf(holder: string): readonly Holding[];
  readonly takings: readonly Taking[];
  readonly targets: readonly Target[];
  readonly unseen: readonly Unseen[];
}

/** Nothing that an unknown role allows is in any answer. */
const unknownRoles = ({ roles, grants, vaults }: AccessFacts): Unseen[] => {
  const missing = (known: AccessFacts['roles'], of: AccessFacts['grants']) => {
    const ids = new Set(known.map(({ id }) => id));
    return of.filter(({ role }) => !ids.has(role));
  };
  const all = [
    ...missing(roles, grants),
    ...vaults.flatMap(({ localRoles, localGrants }) => missing(localRoles, localGrants)),
  ];
  return all.map(({ id, role }) => ({ scope: id, because: `What its role ${role} allows is not known` }));
};

const byHolder = (pairs: readonly Held[]): ReadonlyMap<string, readonly Holding[]> => {
  const all = new Map<string, Holding[]>();
  for (const [holder, holding] of pairs) {
    const known = all.get(holder);
    if (known) known.push(holding);
    else all.set(holder, [holding]);
  }
  return all;
};

export const accessMap = (facts: AccessFacts): AccessMap => {
  const vaults = targetsOf(facts);
  const holdings = byHolder([
    ...byRoles(facts, vaults),
    ...vaults.flatMap(byAccessPolicies),
    ...vaults.flatMap(byLocalRoles),
    ...byDirectoryRoles(facts, vaults),
  ]);
  return {
    facts,
    directory: directoryMap(facts),
    holdingsOf: (holder) => holdings.get(holder) ?? [],
    takings: takingsIn(facts, vaults),
    targets: vaults.flatMap(({ targets }) => targets),
    unseen: [...facts.unseen, ...unknownRoles(facts)],
  };
};
