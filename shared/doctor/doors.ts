import type { SelfTests } from '../self-test/self-test';
import type { AuditLog, Dependents, KeyStore, VaultPostures, Vaults } from '../world';
import type { Access } from '../access/access';
import type { DirectoryEvents } from '../access/directory-events';
import type { Arm } from '../azure/arm';
import type { BackupApp } from '../azure/backup-app';
import type { Cloud } from '../azure/clouds';
import type { Duty } from '../keys/key-rights';
import type { Policy } from '../policy/policy';
import type { SinkReport } from '../alerts/sink-report';
import type { Receiver } from '../posture/deliveries';
import type { AskVault, VaultAnswer } from './vault-door';

/** A place of our own state that must take what we write. */
export interface WritablePlace {
  readonly name: string;
  readonly duty: Duty;
  /** Writes something that does no harm; rejects where that is refused. */
  readonly write: () => Promise<void>;
}

/** Everything that the checks look at. */
export interface Doors {
  readonly now: () => Date;
  readonly cloud: Cloud;
  /** The policy in force. */
  readonly policy: () => Promise<Policy>;
  /** Where policy.yaml is, and a reading of it that was not kept: rejects where it is broken, as long as another is in force. */
  readonly policyAt: string;
  readonly readPolicy: () => Promise<Policy>;
  /** Duties that have an identity of their own; the others fall to the first. */
  readonly ownDuties: readonly Duty[];
  /** Gets a token and throws it away. */
  readonly token: (duty: Duty, scope: string) => Promise<void>;
  readonly askVault: AskVault;
  readonly arm: Arm;
  readonly vaults: Vaults;
  readonly audit: AuditLog;
  readonly keys: Pick<KeyStore, 'list'>;
  readonly dependents: Pick<Dependents, 'find'>;
  readonly access: Access;
  /** Object ids of ours. */
  readonly ownIdentities: readonly string[];
  readonly places: readonly WritablePlace[];
  /** Names of some dead letters. */
  readonly deadLetters: () => Promise<readonly string[]>;
  /** The identity that takes rights away: its condition, and whether it gets a token; absent where nobody opted into one. */
  readonly contain?: { readonly condition: string; readonly token: () => Promise<unknown> } | undefined;
  /** The app that makes backups, where that is another. */
  readonly backupApp?: Pick<BackupApp, 'problems'> | undefined;
  /** Where events have to be brought. */
  readonly receiver: Receiver;
  /** How many messages, about, lie in a queue of the state's account; undefined where that cannot be asked. */
  readonly queueLength: ((queue: string) => Promise<number>) | undefined;
  readonly sinks: () => Promise<readonly SinkReport[]>;
  readonly vaultPosture: VaultPostures;
  readonly selfTests: SelfTests;
  /** Topic of this installation for synthetic events, if it has one. */
  readonly selfTestTopic?: string | undefined;
  readonly directoryEvents: DirectoryEvents;
}

/** What a vault answered when it was asked for its keys, and when; or why it did not answer. */
export type Knock =
  | { readonly vault: string; readonly answer: VaultAnswer; readonly at: Date }
  | { readonly vault: string; readonly silent: string };

/** The doors during one examination, which asks each vault once only. */
export interface Examination extends Doors {
  /** Every vault of the cloud that is in scope. */
  readonly knocks: () => Promise<readonly Knock[]>;
}
