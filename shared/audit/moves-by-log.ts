import type { Dependent, Move } from '../dependents/dependent';
import type { KeyVersion } from '../keys/key-version';
import { classOf, type KeyRules } from '../policy/class-of';
import type { World } from '../world';
import { consultLog, provenByLog } from './consult-log';
import type { LogReading } from './log-reading';

interface ByLog {
  readonly moves: readonly Move[];
  readonly log?: { readonly reading: LogReading; readonly since: Date };
  readonly rules?: KeyRules;
}

/** What the audit log adds to what was seen of the dependents themselves, and notes it in the record. */
export async function movesByLog(
  world: Pick<World, 'audit' | 'policy' | 'records' | 'now'>,
  {
    rotationId,
    dependents,
    moves,
    current,
  }: { rotationId: string; dependents: readonly Dependent[]; moves: readonly Move[]; current: KeyVersion | undefined },
): Promise<ByLog> {
  if (!current) return { moves };
  const rules = classOf(await world.policy(), current.key, current.tags);
  const log = await consultLog(world, current, rules);
  const proven = provenByLog(moves, { dependents, to: current.version, log, rules });
  for (const move of proven) if (!moves.includes(move)) await world.records.noteMove(rotationId, move);
  return { moves: proven, log, ...(rules && { rules }) };
}
