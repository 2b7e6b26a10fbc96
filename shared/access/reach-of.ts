import { accessMap, type AccessMap } from './access-map';
import type { Check } from './checks';
import type { AccessFacts, Principal } from './facts';
import type { Path, Power, Reach, Reached, Way } from './reach';
import { standingsOf } from './standings';
import type { Target } from './targets';
import { waysIn } from './ways-in';

const pathsOf = (way: number, checks: readonly Check[]): Path[] => {
  const actions = new Map<Power, string[]>();
  for (const { power, action } of checks) actions.set(power, [...(actions.get(power) ?? []), action.name]);
  return [...actions].map(([power, names]) => ({ power, way, actions: names }));
};

const reachIn = (map: AccessMap, principal: string): Reach => {
  const id = principal.toLowerCase();
  const who: Principal = map.facts.principals.find((each) => each.id === id) ?? { id, kind: 'unknown' };
  const ways: Way[] = [];
  const paths = new Map<Target, Path[]>();
  for (const standing of standingsOf(id, map.directory)) {
    for (const [way, gives] of waysIn(standing, map)) {
      for (const [target, checks] of gives) {
        const known = paths.get(target) ?? [];
        known.push(...pathsOf(ways.length, checks));
        paths.set(target, known);
      }
      ways.push(way);
    }
  }
  const objects = map.targets.flatMap((target): Reached[] => {
    const found = paths.get(target);
    return found ? [{ id: target.id, kind: target.kind, vault: target.vault, paths: found }] : [];
  });
  return { principal: who, asOf: map.facts.asOf, ways, objects, unseen: [...map.unseen] };
};

/** Asks about one principal after the other, having read the facts once. */
export const reachesIn = (facts: AccessFacts): ((principal: string) => Reach) => {
  const map = accessMap(facts);
  return (principal) => reachIn(map, principal);
};

/**
 * Everything that a user, group, service principal or managed identity can reach, by every path. Where something is not known
 * (a condition, who is exempt from a deny assignment) it is taken to be in the principal's favour.
 */
export const reachOf = (principal: string, facts: AccessFacts): Reach => reachesIn(facts)(principal);
