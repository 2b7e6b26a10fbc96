import { type KeyUrl, nameOf, vaultOf } from '../keys/key-url';
import type { AccessFacts } from './facts';
import { reachesIn } from './reach-of';

/** Whether a principal may do something; undefined where that could not be seen. */
export type MayUse = (principal: string) => boolean | undefined;

const needed = ['keys/wrap/action', 'keys/unwrap/action'];

/**
 * Who may wrap and unwrap with a key that is yet to be made. Access that has to be activated or taken over first is none for a
 * service.
 */
export function mayUse(facts: AccessFacts, key: KeyUrl): MayUse {
  const vault = facts.vaults.find(({ url }) => url === vaultOf(key));
  if (!vault) return () => undefined;
  const keys = [...new Set([...vault.keys, nameOf(key)])];
  const reach = reachesIn({ ...facts, vaults: [{ ...vault, keys }] });
  return (principal) => {
    const { objects, ways, unseen } = reach(principal);
    const paths = objects.find(({ id, kind }) => kind === 'key' && id.toLowerCase() === key)?.paths ?? [];
    const sure = paths.filter(({ way }) => !ways[way]?.eligible && !ways[way]?.takesOver);
    const actions = sure.flatMap((path) => path.actions);
    if (needed.every((each) => actions.some((action) => action.endsWith(each)))) return true;
    return unseen.length > 0 ? undefined : false;
  };
}
