import type { Dependent } from '../dependents/dependent';
import { hashOf } from '../hash';
import type { RotationPlan } from './plan';

type Content = Omit<RotationPlan, 'id' | 'digest'>;

/**
 * Names what a plan would do: an approval is given to this. Two plans have the same one when key, versions, rules and
 * dependents are the same; when they were made, and in which window they would begin, does not matter.
 */
export function planDigest(plan: Content, slices: readonly (readonly Dependent[])[]): string {
  const { key, mode, class: name, from, to = '', overlap, goesOn = false, waves, dependents, blockedBy } = plan;
  const moves = waves.map(({ name: wave, slices: own }) => [
    wave,
    ...own
      .flatMap(({ number }) => slices[number] ?? [])
      .map(described)
      .toSorted(),
  ]);
  const unseen = [
    ...dependents.unknown.map(({ id }) => id),
    ...dependents.unreadable.map(({ scope }) => scope),
    ...(dependents.ownedElsewhere ?? []).map(({ id }) => id),
  ];
  const rules = [name, overlap, String(goesOn), ...blockedBy.map(({ code }) => code)];
  return hashOf(key, mode, from, to, JSON.stringify([rules, moves, unseen.toSorted()]));
}

const described = ({ id, type, mode, version = '' }: Dependent): string => JSON.stringify([id, type, mode, version]);
