import type { AccessMap } from './access-map';
import type { Check } from './checks';
import { everyone } from './facts';
import type { Given, Holding } from './holding';
import type { Link, Way } from './reach';
import type { Taking } from './role-holdings';
import type { Standing } from './standings';
import type { Target } from './targets';

/** Deny assignments that surely hold for somebody in this standing who goes by this holder. */
const takingsFor = (
  holder: string,
  { actor, joined, holders }: Pick<Standing, 'actor' | 'joined' | 'holders'>,
  { takings, directory, facts }: AccessMap,
): readonly Taking[] => {
  // What he may activate, and does not need here, he leaves alone where it is denied, and activates where it exempts.
  const surely = new Set([actor, holder, joined].flatMap((id) => (id === undefined ? [] : [...directory.always(id)])));
  const mayExempt = (id: string) => holders.has(id) || facts.unreadGroups.includes(id);
  return takings.filter(
    ({ denial: { principals, excluded } }) =>
      principals.some((id) => id === everyone || surely.has(id)) && !excluded.some(mayExempt),
  );
};

const denies = (takings: readonly Taking[], check: Check, target: Target): boolean =>
  takings.some(({ takes }) => takes.get(target)?.includes(check));

const only = (gives: Given, holds: (check: Check, target: Target) => boolean): Given => {
  const left = [...gives].map(([target, checks]) => [target, checks.filter((check) => holds(check, target))] as const);
  return new Map(left.filter(([, checks]) => checks.length > 0));
};

/** What a holding of this holder gives somebody in this standing. */
type Left = (holder: string, holding: Holding) => Given;

const leftIn = (standing: Standing, map: AccessMap): Left => {
  const { actor, joined } = standing;
  const unlessDenied: Left = (holder, { gives }) => {
    const denied = takingsFor(holder, standing, map);
    return denied.length > 0 ? only(gives, (check, target) => !denies(denied, check, target)) : gives;
  };
  if (joined === undefined) return unlessDenied;

  // What the actor had before he joined is told of him as he was, but for what joining has freed from a deny assignment.
  const before = { actor, holders: map.directory.upwards(actor) };
  const above = map.directory.upwards(joined);
  return (holder, holding) => {
    if (above.has(holder)) return unlessDenied(holder, holding);
    const deniedBefore = takingsFor(holder, before, map);
    if (deniedBefore.length === 0) return new Map();
    const denied = takingsFor(holder, standing, map);
    return only(
      holding.gives,
      (check, target) => denies(deniedBefore, check, target) && !denies(denied, check, target),
    );
  };
};

const takesOver = (links: readonly Link[]): boolean => links.some(({ kind }) => kind !== 'member-of');
const mustActivate = (links: readonly Link[]): boolean => links.some((link) => 'eligible' in link && link.eligible);

/** Every way that one standing opens, with what it gives. */
export function* waysIn(standing: Standing, map: AccessMap): Generator<readonly [Way, Given]> {
  const { chain, toActor, joined, holders } = standing;
  const left = leftIn(standing, map);
  const through = joined === undefined ? holders : map.directory.upwards(joined);
  for (const [holder, links] of holders) {
    // Joining may be what gives the access, or what exempts from a deny assignment.
    const exempts = !through.has(holder);
    const exemptBy = exempts ? chain.slice(toActor.length) : [];
    const way = [...(exempts ? toActor : chain), ...links];
    const all = [...way, ...exemptBy];
    for (const holding of map.holdingsOf(holder)) {
      const gives = left(holder, holding);
      if (gives.size === 0) continue;
      const { source, condition } = holding;
      const eligible = holding.eligible || mustActivate(all);
      const extra = { ...(exempts && { exemptBy }), ...(condition && { condition }) };
      yield [{ chain: way, holder, source, takesOver: takesOver(all), eligible, ...extra }, gives];
    }
  }
}
