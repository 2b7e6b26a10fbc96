import type { Dependent, Discovery, Move } from '../dependents/dependent';
import { isInManagedHsm } from '../keys/key-url';
import type { KeyShape } from '../keys/key-version';
import { currentOf, type KeyFacts } from '../rotations/key-facts';
import type { RotationRecord } from '../rotations/record';
import { isTakenBack } from '../rotations/undo';
import type { World } from '../world';

/** What findings about one key rest on. */
export interface KeyView {
  readonly facts: KeyFacts;
  readonly discovery: Discovery;
  /** The rotation policy in the vault is being brought in line with the class. */
  readonly setsNative?: boolean;
  /** Known only where the class asks for a protection level that it tells. */
  readonly shape?: KeyShape;
  /** Dependents on another version than the one that the last rotation is proven to have brought them all to. */
  readonly astray?: { readonly dependents: readonly Dependent[]; readonly moves: readonly Move[] };
}

/**
 * Asks only for what some finding may need: most keys cost no call more than the look itself. The discovery may be as old as
 * `notOlderThan`.
 */
export async function gatherKeyView(
  world: Pick<World, 'keys' | 'records'>,
  facts: KeyFacts,
  { discovery, notOlderThan }: { discovery: Discovery; notOlderThan: Date },
): Promise<KeyView> {
  const current = currentOf(facts);
  const asksForHsm = facts.class?.protection === 'hsm' && !isInManagedHsm(facts.key);
  const proven = provenRotation(facts, notOlderThan);
  const dependents = proven ? strayed(discovery, proven.to) : [];
  return {
    facts,
    discovery,
    ...(asksForHsm && current?.enabled && { shape: await world.keys.shape(facts.key, current.version) }),
    ...(proven && dependents.length > 0 && { astray: { dependents, moves: await world.records.moves(proven.id) } }),
  };
}

/** The last rotation, if it was proven to lead to the current version before we looked, and nobody took it back. */
function provenRotation(facts: KeyFacts, before: Date): RotationRecord | undefined {
  const [last] = facts.records;
  if (last?.state !== 'proven' || last.closedAt === undefined || isTakenBack(last)) return undefined;
  const isOver = new Date(last.closedAt) < before;
  return isOver && last.to === currentOf(facts)?.version ? last : undefined;
}

const strayed = ({ dependents, ownedElsewhere = [] }: Discovery, to: string | undefined): Dependent[] =>
  [...dependents, ...ownedElsewhere].filter(({ version }) => version !== undefined && version !== to);
