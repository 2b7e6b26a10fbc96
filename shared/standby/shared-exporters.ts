import type { AccessFacts, Principal, VaultFacts } from '../access/facts';
import { anyKey, isSpokenOf } from '../access/key-names';
import type { Power, Way } from '../access/reach';
import { reachesIn } from '../access/reach-of';
import { wayInWords } from '../access/way-in-words';

/** Somebody who has the same power over a vault and over the clean one: a stolen account reaches both. */
export interface SharedExporter {
  readonly principal: string;
  /** By which way in the clean vault. */
  readonly inWords: string;
}

/** Whoever could carry keys out of both vaults, and whoever could give himself that right in both. */
export interface SharedExporters {
  readonly export: readonly SharedExporter[];
  readonly grant: readonly SharedExporter[];
}

/** What is granted at a vault or above holds for all its keys: of those, one is enough, beside those with rules of their own. */
const inFewKeys = (facts: AccessFacts, vault: VaultFacts): VaultFacts => ({
  ...vault,
  keys: [anyKey, ...vault.keys.filter(isSpokenOf(facts, vault))],
  certificates: [],
});

/** By what way each of them has a power that he need not take over somebody else for. */
function holdersOf(
  facts: AccessFacts,
  vaults: readonly VaultFacts[],
  whom: readonly Principal[],
): Map<string, Map<Power, Way>> {
  const reach = reachesIn({ ...facts, vaults: vaults.map((vault) => inFewKeys(facts, vault)) });
  return new Map(
    whom.map(({ id }) => {
      const { ways, objects } = reach(id);
      const powers = new Map<Power, Way>();
      for (const { power, way: at } of objects.flatMap(({ paths }) => paths)) {
        const way = ways[at];
        if (way && !way.takesOver && !powers.has(power)) powers.set(power, way);
      }
      return [id, powers];
    }),
  );
}

/**
 * Who could carry keys out of one of the vaults and out of the clean one that stands in for them. Members stand for their group,
 * unless they could not be read. Pure.
 */
export function sharedExporters(
  facts: AccessFacts,
  { standby, standsInFor, own }: { standby: string; standsInFor: readonly string[]; own: readonly string[] },
): SharedExporters {
  const clean = facts.vaults.find(({ url }) => url === standby);
  const firsts = facts.vaults.filter(({ url }) => standsInFor.includes(url));
  if (!clean || firsts.length === 0) return { export: [], grant: [] };

  const ours = new Set(own.map((id) => id.toLowerCase()));
  const whom = facts.principals
    .filter(({ id, kind }) => !ours.has(id) && (kind !== 'group' || facts.unreadGroups.includes(id)))
    .toSorted((a, b) => a.id.localeCompare(b.id));
  const names = new Map(facts.principals.map(({ id, name }) => [id, name ?? id]));
  const there = holdersOf(facts, [clean], whom);
  const here = holdersOf(facts, firsts, whom);
  const both = (power: Power) =>
    whom.flatMap(({ id }): SharedExporter[] => {
      const way = there.get(id)?.get(power);
      if (!way || !here.get(id)?.has(power)) return [];
      return [{ principal: id, inWords: wayInWords(id, way, (each) => names.get(each) ?? each) }];
    });
  return { export: both('export'), grant: both('grant') };
}
