import { Duration } from 'luxon';
import type { Dependent, Move } from '../dependents/dependent';
import type { KeyVersion } from '../keys/key-version';
import type { KeyClass } from '../policy/key-class';
import { silenceOf } from '../policy/proof-rules';
import type { World } from '../world';
import type { LogReading } from './log-reading';
import { logProver } from './prove-by-log';

/** Reads the log as far back as the current version goes, and says since when old versions must not have been used. */
export async function consultLog(
  { audit, now }: Pick<World, 'audit' | 'now'>,
  { key, createdOn }: Pick<KeyVersion, 'key' | 'createdOn'>,
  rules: Pick<KeyClass, 'silence'> | undefined,
): Promise<{ reading: LogReading; since: Date }> {
  const to = now();
  const since = new Date(to.getTime() - Duration.fromISO(silenceOf(rules)).toMillis());
  const from = new Date(Math.min(since.getTime(), Date.parse(createdOn)));
  return { reading: await audit.read(key, { from, to }), since };
}

/**
 * The moves as the audit log proves them: what is only assumed because its service shows no version, and what is proven in a
 * way that the class does not take. What the log does not prove stays as it is, with the reason.
 */
export function provenByLog(
  moves: readonly Move[],
  {
    dependents,
    to,
    log,
    rules,
  }: {
    dependents: readonly Dependent[];
    to: string;
    log: { reading: LogReading; since: Date };
    rules: Pick<KeyClass, 'proofs'> | undefined;
  },
): readonly Move[] {
  const { reading, since } = log;
  if (reading.is === 'unavailable' && !reading.declared) return moves;
  const prove = logProver({ reading, dependents, to, since });
  const byId = new Map(dependents.map((dependent) => [dependent.id, dependent]));
  const isWanting = ({ proof, provableBy }: Move) =>
    proof === 'assumed' ? provableBy === 'log' : proof !== 'unproven' && !(rules?.proofs.includes(proof) ?? true);
  return moves.map((move) => {
    const dependent = byId.get(move.dependent);
    if (!dependent || !isWanting(move)) return move;
    const { proof, because, ...shown } = prove(dependent);
    if (proof === 'none') return { ...move, because: [move.because, `No proof by log: ${because}.`].join(' ').trim() };
    return { ...move, ...shown, proof, because };
  });
}
