import type { LogReading } from '../audit/log-reading';
import type { Dependent, Move } from '../dependents/dependent';
import type { KeyVersion } from '../keys/key-version';
import type { KeyClass } from '../policy/key-class';
import type { RotationPlan } from './plan';
import type { RotationRecord } from './record';

/** Everything that the gate before a retirement rests on, gathered at one moment. */
export interface RetirementFacts {
  readonly now: Date;
  readonly record: RotationRecord;
  readonly notBefore: Date;
  /** When the last rotation away from the old versions was over, if that was another one: backups were taken under them until then. */
  readonly leftAt?: string | undefined;
  /** Survey made for the retirement, after the overlap. */
  readonly plan: RotationPlan;
  /** Those of the survey, those that others alone may change among them. */
  readonly dependents: readonly Dependent[];
  /** What the verification of each dependent found, against the current version. */
  readonly moves: readonly Move[];
  readonly verified: boolean;
  readonly versions: readonly KeyVersion[];
  readonly otherRotationRuns: boolean;
  /** In words; an emergency's retirement is never paused. */
  readonly paused?: string | undefined;
  /** What the class of the key asks for; absent where it has none. */
  readonly rules?: Pick<KeyClass, 'proofs' | 'acceptAssumed' | 'silence'> & Partial<Pick<KeyClass, 'holds'>>;
  /** What the audit log says, and since when it must not show an old version in use. */
  readonly log?: { readonly reading: LogReading; readonly since: Date };
}
