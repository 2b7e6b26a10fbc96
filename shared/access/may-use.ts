import { type KeyUrl, nameOf, vaultOf } from '../keys/key-url';
import type { AccessFacts } from './facts';
import { remembering } from './holding';
import { anyKey, isSpokenOf } from './key-names';
import type { Path } from './reach';
import { reachesIn } from './reach-of';

/** Whether a principal may do something; undefined where that could not be seen. */
export type MayUse = (principal: string) => boolean | undefined;

const needed = ['keys/wrap/action', 'keys/unwrap/action'];

/**
 * Who may wrap and unwrap with keys of the vault that are yet to be made. Access that has to be activated or taken over first is
 * none for a service. What could not be seen of other vaults hides nothing here.
 */
export function mayUseIn(facts: AccessFacts, url: string): (key: KeyUrl) => MayUse {
  const vault = facts.vaults.find((each) => each.url === url);
  if (!vault) return () => () => undefined;
  const others = facts.vaults.map((each) => each.url).filter((each) => each !== url);
  const unseen = facts.unseen.filter(({ scope }) => !others.includes(scope));
  const isItself = isSpokenOf(facts, vault);
  const answers = remembering((name: string) => {
    const reach = reachesIn({ ...facts, unseen, vaults: [{ ...vault, keys: [name], certificates: [] }] });
    return remembering((principal: string) => mayIn(reach(principal)));
  });
  return (key) => answers(isItself(nameOf(key)) ? nameOf(key) : anyKey);
}

/** The same of one key. */
export const mayUse = (facts: AccessFacts, key: KeyUrl): MayUse => mayUseIn(facts, vaultOf(key))(key);

const suffice = (paths: readonly Path[]): boolean =>
  needed.every((each) => paths.some(({ actions }) => actions.some((action) => action.endsWith(each))));

function mayIn({ objects, ways, unseen }: ReturnType<ReturnType<typeof reachesIn>>): boolean | undefined {
  const paths = objects.find(({ kind }) => kind === 'key')?.paths ?? [];
  const own = paths.filter(({ way }) => !ways[way]?.eligible && !ways[way]?.takesOver);
  if (suffice(own.filter(({ way }) => ways[way]?.condition === undefined))) return true;
  // Whether a condition holds is not judged.
  return suffice(own) || unseen.length > 0 ? undefined : false;
}
