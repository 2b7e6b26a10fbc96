import type { Discovery } from '../dependents/dependent';
import type { Policy } from '../policy/policy';
import { wasDone, workByOthers, type AuditedCaller, type AuditedUse } from './log-reading';
import { ownersAmong } from './owners';
import type { ShadowUser } from './shadow-user';

const mostAddresses = 8;

const nameOf = ({ principal, appId }: AuditedCaller): string => principal ?? appId ?? 'unknown';

/**
 * Callers that worked with the key and are no dependent, no unknown user that a search has shown already, not declared in
 * the policy (by object id or app id), and not we. Services that open keys under a principal of their own instead of the
 * resource's stand here too, until somebody declares them.
 */
export function shadowUsersAmong(
  uses: readonly AuditedUse[],
  { dependents, unknown, ownedElsewhere = [] }: Pick<Discovery, 'dependents' | 'unknown' | 'ownedElsewhere'>,
  declared: Policy['knownUsers'],
): ShadowUser[] {
  const ownersOf = ownersAmong([
    ...dependents,
    ...ownedElsewhere,
    ...unknown.map(({ id }) => ({ id: id.toLowerCase() })),
  ]);
  const isDeclared = ({ principal, appId }: AuditedCaller) =>
    declared.some((user) => user.principal === principal || user.principal === appId);
  const shadows = workByOthers(uses)
    .filter(wasDone)
    .filter(({ by }) => !isDeclared(by) && ownersOf(by).length === 0);
  const principals = [...new Set(shadows.map(({ by }) => nameOf(by)))];
  return principals.map((principal) =>
    shadowUser(
      principal,
      shadows.filter(({ by }) => nameOf(by) === principal),
    ),
  );
}

function shadowUser(principal: string, uses: readonly AuditedUse[]): ShadowUser {
  const name = uses.map(({ by }) => by.name ?? by.resource).find((each) => each !== undefined);
  return {
    principal,
    operations: [...new Set(uses.map(({ operation }) => operation))].toSorted(),
    count: uses.reduce((sum, { count }) => sum + count, 0),
    last:
      uses
        .map(({ last }) => last)
        .toSorted()
        .at(-1) ?? '',
    addresses: [...new Set(uses.flatMap(({ addresses }) => addresses))].slice(0, mostAddresses),
    ...(name && { name }),
  };
}
