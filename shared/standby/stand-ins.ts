import { inBatches } from '../dependents/in-batches';
import { holdingOf } from '../incidents/scope';
import { mostUrgentFirst, type Tagged } from '../incidents/urgency';
import { vaultOf } from '../keys/key-url';
import { classOf } from '../policy/class-of';
import type { Policy } from '../policy/policy';
import { standbyFor } from '../policy/standby';
import type { VaultView } from '../posture/vault-view';
import type { World } from '../world';

/** A clean vault, and the keys that would get their successors there, most urgent first. */
export interface StandIn {
  readonly standby: string;
  readonly keys: readonly Tagged[];
}

/** Who stands in for whom. */
export interface StandIns {
  readonly all: readonly StandIn[];
  /** Keys for which the policy names no clean vault. */
  readonly without: readonly Tagged[];
  /** Vaults as Azure Resource Manager shows them, by their URLs. */
  readonly views: ReadonlyMap<string, VaultView>;
  /** Vaults whose keys could not be listed, and why. */
  readonly unlisted: readonly { readonly vault: string; readonly because: string }[];
}

type Ports = Pick<World, 'policy' | 'vaults'> & { readonly keys: Pick<World['keys'], 'list'> };

const atOnce = 10;

/** A vault as it is shown; what cannot be seen of it is absent. */
export const lookAtPlace = (
  { vaults }: Pick<World, 'vaults'>,
  vault: string,
  { policy: { scope }, notOlderThan }: { policy: Policy; notOlderThan: Date },
): Promise<VaultView> => vaults.look(vault, scope, notOlderThan).catch(() => ({ vault, isHsm: false }));

/** For each clean vault of the policy the keys that it stands in for, as an emergency would choose. */
export async function standInsOf(ports: Ports, notOlderThan: Date): Promise<StandIns> {
  const policy = await ports.policy();
  const { vaults } = policy.scope;
  const seen = await inBatches(vaults, atOnce, (vault) => lookAtPlace(ports, vault, { policy, notOlderThan }));
  const views = new Map(seen.map((view) => [view.vault, view]));
  const holdings = await inBatches(vaults, atOnce, (vault) => holdingOf(ports, vault));
  const keys = mostUrgentFirst(
    policy,
    holdings.flatMap((holding) => holding.keys),
  );

  const placeOf = ({ key, tags }: Tagged): string | undefined => {
    const vault = vaultOf(key);
    const region = views.get(vault)?.resource?.region;
    return standbyFor(policy.standby, { vault, region, class: classOf(policy, key, tags)?.name });
  };
  const placed = keys.map((each) => ({ each, standby: placeOf(each) }));
  const keysIn = (wanted: string | undefined) =>
    placed.filter(({ standby }) => standby === wanted).map(({ each }) => each);
  return {
    all: [...new Set(policy.standby.map(({ vault }) => vault))].map((standby) => ({ standby, keys: keysIn(standby) })),
    without: keysIn(undefined),
    views,
    unlisted: holdings.flatMap(({ unreadable }) => unreadable),
  };
}
