import type { AccessFacts, Principal } from '../access/facts';

/** `gone`: the directory knows it no more; a deleted user's assignments stay behind. */
export type Presence = 'here' | 'disabled' | 'gone';

/** Somebody whom no directory ever showed is taken to be here. */
export const presenceOf = (who: Principal | undefined): Presence => {
  if (who?.gone) return 'gone';
  return who?.enabled === false ? 'disabled' : 'here';
};

/**
 * Marks whom the directory knew before and does not know now. It stays marked until it is known again: what is taken away from
 * somebody who is gone, such as an assignment left behind, is nobody's loss a second time.
 */
export const rememberGone = (before: AccessFacts, now: AccessFacts): AccessFacts => {
  const former = new Map(before.principals.map((each) => [each.id, each]));
  const principals = now.principals.map((each): Principal => {
    const was = former.get(each.id);
    const isGone = each.kind === 'unknown' && was && (was.gone || was.kind !== 'unknown');
    return isGone ? { ...each, ...(was.name && { name: was.name }), gone: true } : each;
  });
  return { ...now, principals };
};
