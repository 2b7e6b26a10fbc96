import type { AccessFacts, Principal } from '../access/facts';
import { Power, type Reach } from '../access/reach';
import type { Reached } from '../access/reach';

/** What somebody can do with one object. A way that has to be taken over first counts as giving oneself access. */
export interface PowersOver extends Pick<Reached, 'kind' | 'vault'> {
  readonly powers: ReadonlySet<Power>;
}

/** By the ids of what is reached. */
export type Reachable = ReadonlyMap<string, PowersOver>;

export const nothing: Reachable = new Map();

/** In the order of `Power`, so that equal sets read alike. */
export const inOrder = (powers: Iterable<Power>): Power[] => {
  const all = new Set(powers);
  return Power.options.filter((power) => all.has(power));
};

/** What is done to the vault whole is done to each key in it: a full backup of a Managed HSM holds them all. */
const ofWholeVault: readonly Power[] = ['export', 'grant'];

const keysIn = ({ vaults }: AccessFacts, vault: string): string[] =>
  (vaults.find(({ url }) => url === vault)?.keys ?? []).map((name) => `${vault}/keys/${name}`);

/** The report of reach, without its paths. */
export const powersIn = ({ ways, objects }: Reach, facts: AccessFacts): Reachable => {
  const found = new Map<string, PowersOver & { powers: Set<Power> }>();
  const add = (id: string, { kind, vault }: Pick<Reached, 'kind' | 'vault'>, powers: Iterable<Power>) => {
    const known = found.get(id) ?? { kind, vault, powers: new Set<Power>() };
    for (const power of powers) known.powers.add(power);
    found.set(id, known);
  };
  for (const object of objects) {
    const powers = object.paths.map(({ power, way }) => (ways[way]?.takesOver ? 'grant' : power));
    add(object.id, object, powers);
    const spread = object.kind === 'vault' ? ofWholeVault.filter((power) => powers.includes(power)) : [];
    if (spread.length === 0) continue;
    for (const key of keysIn(facts, object.vault)) add(key, { kind: 'key', vault: object.vault }, spread);
  }
  return found;
};

/** `gone`: the directory knows it no more; a deleted user's assignments stay behind. */
export type Presence = 'here' | 'disabled' | 'gone';

/** Somebody whom no directory ever showed is taken to be here. */
export const presenceOf = (now: Principal | undefined, before: Principal | undefined): Presence => {
  if (now?.enabled === false) return 'disabled';
  const wasKnown = before !== undefined && before.kind !== 'unknown';
  return wasKnown && now?.kind === 'unknown' ? 'gone' : 'here';
};
