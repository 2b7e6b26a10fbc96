import type { Dependent } from '../dependents/dependent';
import { hostOf, type KeyUrl } from '../keys/key-url';
import type { Finding } from './finding';

const mostNamed = 10;

/** Rewrap sees keys' users, not what rights they hold elsewhere: whose identity must have its rights in the clean vault, by name. */
export function standbyFindings(toKey: KeyUrl | undefined, dependents: readonly Dependent[]): Finding[] {
  if (!toKey || dependents.length === 0) return [];
  const named = dependents.slice(0, mostNamed).map(inWords);
  const more = dependents.length > mostNamed ? `, and ${dependents.length - mostNamed} more` : '';
  return [
    {
      code: 'standby-access-unseen',
      message: `Whether these may use keys in ${hostOf(toKey)} could not be seen: ${named.join(', ')}${more}`,
      nextStep: `Give each identity there what it has for the old key (get, wrapKey, unwrapKey). What lacks it does not move; the old key stays enabled`,
    },
  ];
}

const inWords = ({ id, identities = [] }: Dependent): string =>
  identities.length > 0 ? `${id} (identity ${identities.join(' or ')})` : id;
