import { type KeyUrl, nameOf, vaultOf } from '../keys/key-url';
import type { AccessFacts } from './facts';
import { reachesIn } from './reach-of';

/** Whether a principal may do something; undefined where that could not be seen. */
export type MayUse = (principal: string) => boolean | undefined;

const needed = ['keys/wrap/action', 'keys/unwrap/action'];

/**
 * Who may wrap and unwrap with a key that is yet to be made. Access that has to be activated or taken over first is none for a
 * service. What could not be seen of other vaults hides nothing here.
 */
export function mayUse(facts: AccessFacts, key: KeyUrl): MayUse {
  const vault = facts.vaults.find(({ url }) => url === vaultOf(key));
  if (!vault) return () => undefined;
  const others = facts.vaults.map(({ url }) => url).filter((url) => url !== vault.url);
  const unseen = facts.unseen.filter(({ scope }) => !others.includes(scope));
  const reach = reachesIn({ ...facts, unseen, vaults: [{ ...vault, keys: [nameOf(key)] }] });
  return (principal) => {
    const { objects, ways, unseen: hidden } = reach(principal);
    const paths = objects.find(({ id, kind }) => kind === 'key' && id.toLowerCase() === key)?.paths ?? [];
    const sure = paths.filter(({ way }) => !ways[way]?.eligible && !ways[way]?.takesOver);
    const actions = sure.flatMap((path) => path.actions);
    if (needed.every((each) => actions.some((action) => action.endsWith(each)))) return true;
    return hidden.length > 0 ? undefined : false;
  };
}
