import { type Dependent, isApplicationData } from '../dependents/dependent';
import { type Share, WaveRules } from '../policy/waves';
import type { Wave } from './plan';

/** Dependents in one sub-workflow; its history and the slice's blob stay far below 64 KB. */
const sliceSize = 50;

const standard = WaveRules.parse({});

interface Group {
  readonly name: Wave['name'];
  readonly members: readonly Dependent[];
}

/**
 * Groups dependents in waves, the canary first, then as the rules say. What follows by itself comes last, because its wait
 * may take hours while the others are done. An emergency is one wave: nobody in it waits for a slow one.
 */
export function planWaves(
  dependents: readonly Dependent[],
  { rules = standard, emergency = false }: { rules?: WaveRules | undefined; emergency?: boolean } = {},
): { waves: Wave[]; slices: Dependent[][] } {
  const slices: Dependent[][] = [];
  const groups = groupsOf(dependents, rules);
  const size = Math.min(sliceSize, emergency ? sliceSize : (rules.atOnce ?? sliceSize));
  const cuts = groups.map(({ name, members }) => ({ name, slices: cut(members, size, slices) }));
  if (emergency && dependents.length > 0) {
    const all = cuts.flatMap((each) => each.slices);
    return { waves: [{ name: 'at-once', slices: all, dependents: dependents.length }], slices };
  }
  const slicesAtOnce = rules.atOnce && Math.max(1, Math.floor(rules.atOnce / size));
  const waves = cuts.map(({ name, slices: own }, n) => ({
    name,
    slices: own,
    dependents: groups[n]?.members.length ?? 0,
    ...(slicesAtOnce && own.length > slicesAtOnce && name === 'pinned' && { slicesAtOnce }),
  }));
  return { waves, slices };
}

function groupsOf(dependents: readonly Dependent[], rules: WaveRules): Group[] {
  const pinned = dependents.filter(({ mode }) => mode === 'pinned');
  const canaries = canariesOf(pinned, rules.canary);
  const rest = pinned.filter((dependent) => !canaries.includes(dependent));
  const groups: Group[] = [
    { name: 'canary', members: canaries },
    ...inSizes(rest, pinned.length, rules.sizes).map((members) => ({ name: 'pinned' as const, members })),
    { name: 'following', members: dependents.filter(({ mode }) => mode === 'following') },
    { name: 'by-hand', members: dependents.filter(({ mode }) => mode === 'by-hand') },
  ];
  return groups.filter(({ members }) => members.length > 0);
}

/** Those tagged so; else by rule. One dependent alone is no canary of anything. */
function canariesOf(pinned: readonly Dependent[], rule: WaveRules['canary']): readonly Dependent[] {
  const tagged = pinned.filter(({ canary }) => canary);
  if (tagged.length > 0 || pinned.length < 2) return tagged;
  const matching = pinned.filter((dependent) => matches(dependent, rule));
  const from = matching.length > 0 ? matching : pinned;
  return from.slice(0, countOf(rule.share, from.length));
}

/** Azure takes names of tags and types in any casing. */
function matches({ type, tags = {} }: Dependent, { types, tags: wanted = {} }: WaveRules['canary']): boolean {
  const own = new Map(Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value]));
  return (
    (types?.some((name) => name.toLowerCase() === type.toLowerCase()) ?? true) &&
    Object.entries(wanted).every(([name, value]) => own.get(name.toLowerCase()) === value)
  );
}

const countOf = (share: Share, of: number): number =>
  typeof share === 'number' ? share : Math.ceil((Number.parseInt(share, 10) / 100) * of);

function inSizes(rest: readonly Dependent[], total: number, sizes: readonly Share[]): (readonly Dependent[])[] {
  const waves: (readonly Dependent[])[] = [];
  let at = 0;
  for (const share of sizes) {
    const size = countOf(share, total);
    waves.push(rest.slice(at, at + size));
    at += size;
  }
  return [...waves, rest.slice(at)];
}

/**
 * At most `size` in each; a store of an application has one to itself, because a look at it takes minutes. Tags have done their
 * work.
 */
export const inSlices = (members: readonly Dependent[], size = sliceSize): Dependent[][] => {
  const resources = members.filter((member) => !isApplicationData(member));
  const cuts = Array.from({ length: Math.ceil(resources.length / size) }, (_, n) =>
    resources.slice(n * size, (n + 1) * size),
  );
  const slices = [...cuts, ...members.filter(isApplicationData).map((store) => [store])];
  return slices.map((slice) => slice.map(({ tags: _tags, ...dependent }) => dependent));
};

/** Appends the members to `slices` and says where they are. */
function cut(members: readonly Dependent[], size: number, slices: Dependent[][]): Wave['slices'] {
  const added = inSlices(members, size);
  const first = slices.length;
  slices.push(...added);
  return added.map(({ length }, n) => ({ number: first + n, size: length }));
}
