import type { AccessMap } from './access-map';
import type { Check } from './checks';
import { type Denial, everyone } from './facts';
import type { Given, Holding } from './holding';
import type { Way } from './reach';
import type { Standing } from './standings';
import type { Target } from './targets';

/** Whether a deny assignment is about somebody in this standing. One whose exempt groups cannot be read may not be. */
const isAbout = ({ principals, excluded }: Denial, { holders }: Standing, unread: ReadonlySet<string>): boolean =>
  principals.some((id) => id === everyone || holders.has(id)) &&
  !excluded.some((id) => holders.has(id) || unread.has(id));

type Denied = ReadonlyMap<Target, ReadonlySet<Check>>;

const deniedTo = (standing: Standing, { takings, facts }: AccessMap): Denied => {
  const unread = new Set(facts.unreadGroups);
  const all = new Map<Target, Set<Check>>();
  for (const { denial, takes } of takings) {
    if (!isAbout(denial, standing, unread)) continue;
    for (const [target, checks] of takes) {
      const known = all.get(target) ?? new Set();
      for (const check of checks) known.add(check);
      all.set(target, known);
    }
  }
  return all;
};

const only = (gives: Given, holds: (check: Check, target: Target) => boolean): Given => {
  const left = [...gives].map(([target, checks]) => [target, checks.filter((check) => holds(check, target))] as const);
  return new Map(left.filter(([, checks]) => checks.length > 0));
};

/** What a holding of this holder gives somebody in this standing. */
type Left = (holder: string, holding: Holding) => Given;

const leftIn = (standing: Standing, map: AccessMap): Left => {
  const { actor, chain, joined } = standing;
  const denied = deniedTo(standing, map);
  const isDenied = (check: Check, target: Target) => denied.get(target)?.has(check) === true;
  const unlessDenied: Left = (_, { gives, deniable }) =>
    deniable && denied.size > 0 ? only(gives, (check, target) => !isDenied(check, target)) : gives;
  if (joined === undefined) return unlessDenied;

  // What the actor had before he joined is told of him as he was, but for what joining has freed from a deny assignment.
  const before = map.directory.upwards(actor);
  const above = map.directory.upwards(joined);
  const deniedBefore = deniedTo({ actor, chain, holders: before }, map);
  return (holder, holding) => {
    if (above.has(holder)) return unlessDenied(holder, holding);
    if (!holding.deniable || deniedBefore.size === 0) return new Map();
    return only(
      holding.gives,
      (check, target) => deniedBefore.get(target)?.has(check) === true && !isDenied(check, target),
    );
  };
};

const takesOver = (chain: Way['chain']): boolean => chain.some(({ kind }) => kind !== 'member-of');
const mustActivate = (chain: Way['chain']): boolean => chain.some((link) => 'eligible' in link && link.eligible);

/** Every way that one standing opens, with what it gives. */
export function* waysIn(standing: Standing, map: AccessMap): Generator<readonly [Way, Given]> {
  const left = leftIn(standing, map);
  for (const [holder, links] of standing.holders) {
    const chain = [...standing.chain, ...links];
    for (const holding of map.holdingsOf(holder)) {
      const gives = left(holder, holding);
      if (gives.size === 0) continue;
      const { source, condition } = holding;
      const eligible = holding.eligible || mustActivate(chain);
      yield [{ chain, holder, source, takesOver: takesOver(chain), eligible, ...(condition && { condition }) }, gives];
    }
  }
}
