import type { LogReading } from '../audit/log-reading';
import type { Dependent, Move } from '../dependents/dependent';
import type { KeyVersion } from '../keys/key-version';
import type { KeyClass } from '../policy/key-class';
import type { RotationRecord } from './record';
import type { Trial } from './trial';

/** What one look at a trial sees. */
export interface TrialFacts {
  readonly now: Date;
  readonly record: RotationRecord;
  readonly trial: Trial;
  readonly versions: readonly KeyVersion[];
  /** Given where another key takes the place of this one: the newest version of that. */
  readonly current?: KeyVersion | undefined;
  /** The version that was current when the gate cleared the old ones. */
  readonly to: string | undefined;
  readonly otherRotationRuns: boolean;
  readonly dependents: readonly Dependent[];
  /** Their newest proofs against the current version. */
  readonly moves: readonly Move[];
  /** The audit log since the trial began. */
  readonly reading: LogReading;
  readonly rules?: Pick<KeyClass, 'silence'> | undefined;
}
