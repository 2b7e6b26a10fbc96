/**
 * The ports: everything outside the process, made once at start-up from `Config` and handed to triggers and steps.
 * Steps and decisions know these interfaces only; what implements them lives in `azure/`, `keys/`, `dependents/`,
 * `evidence/` and `alerts/`.
 */
import type { Access } from './access/access';
import type { Alert } from './alerts/alert';
import type { LogReading, Span } from './audit/log-reading';
import type { DeparturePorts } from './departures/departure-stores';
import type { Dependent, Discovery, Move } from './dependents/dependent';
import type { LagObservation, LagSummary } from './dependents/lags';
import type { Doctor } from './doctor/doctor';
import type { Incidents } from './incidents/incidents';
import type { RightsTaker } from './incidents/rights-taker';
import type { KeyUrl } from './keys/key-url';
import type { KeyStore } from './keys/key-store';
import type { Budget } from './pacing/budget';
import type { Policy } from './policy/policy';
import type { EstateFinding } from './posture/estate-finding';
import type { KeyPosture } from './posture/key-posture';
import type { Vaults } from './posture/vaults';
import type { Approval } from './rotations/approval';
import type { Pause } from './rotations/pause';
import type { RotationPlan } from './rotations/plan';
import type { RecordedStep, Retirement, RotationRecord } from './rotations/record';
import type { RotationRequest } from './rotations/request';
import type { SelfTests } from './self-test/self-test';

export type { KeyPage, KeyPresence, KeyStore, VersionProof } from './keys/key-store';
export type { KeyPosture } from './posture/key-posture';
export type { Vaults } from './posture/vaults';

/** Where a dependent stands and is to go: to version `to` of `toKey`, which is the same key unless said otherwise. */
export interface Heading {
  readonly key: KeyUrl;
  readonly to: string;
  readonly toKey?: KeyUrl;
}

/** Everything that wraps its data keys with ours, whatever service it is. */
export interface Dependents {
  /**
   * Reads everything now; where `notOlderThan` is given, what it reads may be as old, and serves the look at other keys unless it is
   * `alone`. Inside `inOnePart` it ends with `SearchUnfinished` when its time is over; with the same `notOlderThan` it goes on. With
   * `retentions` it also reads how long backups are kept, which takes calls for every database; with `rights` what we lack to move what is found.
   */
  find(
    key: KeyUrl,
    policy: Policy,
    how?: { notOlderThan?: Date; alone?: boolean; retentions?: boolean; rights?: boolean },
  ): Promise<Discovery>;
  /**
   * Looks where a dependent stands and does the next thing to bring it to `to`: nothing if it is there or under way, else
   * one write. A reference keeps its kind: pinned stays pinned, versionless stays versionless. Safe to call again and again;
   * `earlier` is what the last call answered. Throws only for faults that may pass. With `reencrypt` stores of applications get
   * new data keys in place of those made before that time; other dependents know nothing of it and move as ever.
   */
  move(
    dependent: Dependent,
    how: Heading & { nudge: boolean; earlier?: Move; reencrypt?: { since: string } },
  ): Promise<Move>;
  /**
   * Takes a move back: brings a dependent that stands on `from` of `key` back to `to` of `toKey`, one thing per call, as
   * `move` does. What stands on neither is left alone (`failed`); what cannot go back, by its type or because it follows the
   * newest version by itself, stays where it is and is told to a person (`needs-person`). Whether to undo is the caller's.
   */
  undo(dependent: Dependent, how: Heading & { from: string; earlier?: Move }): Promise<Move>;
  /**
   * Drops what a dependent has kept under an old version beside the new one. Called when nothing speaks against disabling that
   * version, right before it is disabled.
   */
  release?(dependent: Pick<Dependent, 'id' | 'type'>, at: { key: KeyUrl; version: string }): Promise<void>;
  /** Looks only: the proof that the dependent uses `to`, or `unproven` with the reason. Never writes. */
  observe(dependent: Dependent, at: Heading): Promise<Pick<Move, 'proof' | 'because' | 'provableBy'>>;
}

/** What Key Vault itself wrote down: who did what with which version of a key. */
export interface AuditLog {
  /** Never throws: a log that is not declared, or that cannot be read now, is `unavailable` with the reason. */
  read(key: KeyUrl, span: Span): Promise<LogReading>;
}

/** How far a request has come, and which rotation serves it. */
export interface Service {
  readonly state: 'open' | 'taken' | 'closed';
  readonly rotationId?: string;
  readonly outcome?: string;
}

/** Wishes to rotate, written before anything starts. A request is open, then taken by a rotation, then closed. */
export interface RequestTable {
  /** Writes the request if its id is new for the key. Answers whether it is (still) to be served, and by which rotation. */
  add(request: RotationRequest): Promise<Service>;
  /** One request by its id, which starts with the key's id and a dash. */
  get(requestId: string): Promise<(RotationRequest & Service) | undefined>;
  open(key: KeyUrl): Promise<readonly RotationRequest[]>;
  /** Requests that the rotation has taken and not closed. */
  takenBy(rotationId: string): Promise<readonly RotationRequest[]>;
  take(requests: readonly RotationRequest[], rotationId: string): Promise<void>;
  close(requests: readonly RotationRequest[], outcome: string, rotationId?: string): Promise<void>;
  /** Every key with a request that is not closed, for the sweep. */
  unservedKeys(): Promise<readonly KeyUrl[]>;
  ofIncident(incidentId: string): Promise<readonly (RotationRequest & { rotationId?: string })[]>;
}

/** The right to create the successor of one version: held by one owner until released or until the lease ends. */
export interface CreationClaims {
  /** True when `owner` holds the claim now, newly or still. */
  acquire(claim: { key: KeyUrl; from: string; owner: string; leaseSeconds: number }): Promise<boolean>;
  release(claim: { key: KeyUrl; from: string; owner: string }): Promise<void>;
}

export interface RotationFilter {
  readonly key?: KeyUrl;
  readonly incidentId?: string;
  /** Continues a listing. */
  readonly from?: string;
}

/** Evidence. Rows are written with their own names, so that a step that runs twice writes the same row twice. */
export interface Records {
  /** Writes the record unless one with its id is there; answers the stored one. */
  open(record: RotationRecord): Promise<RotationRecord>;
  get(id: string): Promise<RotationRecord | undefined>;
  /** Newest first, at most 100 a page. */
  list(filter: RotationFilter): Promise<{ records: readonly RotationRecord[]; next?: string }>;
  /** All records of one key, newest first. */
  ofKey(key: KeyUrl): Promise<readonly RotationRecord[]>;
  /** Records that are not closed, or closed before all was moved, or whose retirement is not over. For the sweep. */
  unfinished(): Promise<readonly RotationRecord[]>;
  /** A closed record keeps its state and plan, unless the change closes or reopens it. */
  update(id: string, change: Partial<Omit<RotationRecord, 'id' | 'key'>>): Promise<RotationRecord>;
  noteRetirement(id: string, retirement: Retirement): Promise<void>;
  noteStep(id: string, step: RecordedStep): Promise<void>;
  steps(id: string): Promise<readonly RecordedStep[]>;
  noteMove(id: string, move: Move): Promise<void>;
  move(id: string, dependent: string): Promise<Move | undefined>;
  moves(id: string): Promise<readonly Move[]>;
}

/** Plans and their dependents, too large for the engine's history. A plan is written once and never changed. */
export interface Plans {
  save(plan: RotationPlan, slices: readonly (readonly Dependent[])[]): Promise<void>;
  get(planId: string): Promise<RotationPlan>;
  slice(planId: string, slice: number): Promise<readonly Dependent[]>;
}

/** Plans that wait for a second person's word, and what was said. */
export interface Approvals {
  /** Writes the question unless it is there; answers what is stored. */
  ask(question: Approval): Promise<Approval>;
  /** Writes the word unless one was given before; answers what is stored, or undefined when nobody has asked. */
  decide(
    rotationId: string,
    digest: string,
    decision: NonNullable<Approval['decision']>,
  ): Promise<Approval | undefined>;
}

/** Orders of operators that routine rotations rest. */
export interface Pauses {
  /** Writes the pause, or replaces the one with its id. */
  put(pause: Pause): Promise<void>;
  /** Those that nobody has ended, oldest first; some may be past their time. */
  list(): Promise<readonly Pause[]>;
  /** Ends it and keeps who did; answers what it was, or undefined when there is none (any more). */
  end(id: string, by: string, at: string): Promise<Pause | undefined>;
}

export interface Posture {
  put(posture: KeyPosture): Promise<void>;
  /** What the last look saw; undefined for a key that was never looked at. */
  get(key: KeyUrl): Promise<KeyPosture | undefined>;
  list(from?: string): Promise<{ keys: readonly KeyPosture[]; asOf?: string; next?: string }>;
}

export interface VaultPosture {
  readonly vault: string;
  readonly findings: readonly EstateFinding[];
  readonly asOf: string;
}

/** What the last look found about each vault itself. */
export interface VaultPostures {
  put(posture: VaultPosture): Promise<void>;
  get(vault: string): Promise<VaultPosture | undefined>;
}

/** How long dependents took to follow a new version by themselves, as our own rotations saw it. */
export interface LagBook {
  /** The same dependent on the same version is noted once. */
  note(observation: LagObservation): Promise<void>;
  /** Undefined where nothing was measured. */
  of(type: string, region: string): Promise<LagSummary | undefined>;
  all(): Promise<readonly LagSummary[]>;
}

/** Key backups, in a container of their own: a stolen backup cannot be revoked. */
export interface Backups {
  /** Stores the backup of the rotation unless one is there. */
  save(rotationId: string, key: KeyUrl, backup: Uint8Array): Promise<void>;
  has(rotationId: string, key: KeyUrl): Promise<boolean>;
}

/** Events that were refused or could not be read: kept, so that nothing is swallowed. */
export interface Letters {
  /** Keeps what arrived under a name made of its content. True when it was not kept before. */
  keep(letter: { id: string; source: string; raw: unknown; because: string; at: string }): Promise<boolean>;
}

export interface Outbox {
  /** Puts the alert in every sink's outbox and tries to deliver at once. The same id is never put twice. */
  raise(alert: Omit<Alert, 'id' | 'at'>): Promise<void>;
  /** Tries again what is due. Answers how much is still waiting. */
  retry(): Promise<{ waiting: number }>;
}

/** Starts workflows with an id of their own. A start refused because the instance is alive counts as success. */
export interface Workflows {
  start(name: string, id: string, input: unknown): Promise<'started' | 'alive'>;
  tell(id: string, event: string, payload: unknown): Promise<void>;
}

export interface World extends DeparturePorts {
  readonly now: () => Date;
  /** Read again when it is older than a minute. */
  readonly policy: () => Promise<Policy>;
  readonly keys: KeyStore;
  readonly dependents: Dependents;
  readonly audit: AuditLog;
  readonly requests: RequestTable;
  readonly claims: CreationClaims;
  readonly records: Records;
  readonly plans: Plans;
  readonly pauses: Pauses;
  readonly approvals: Approvals;
  readonly incidents: Incidents;
  readonly posture: Posture;
  readonly vaults: Vaults;
  readonly vaultPosture: VaultPostures;
  readonly access: Access;
  readonly lagBook: LagBook;
  readonly backups: Backups;
  /** Has the app that has this duty alone make and keep a backup, where there is one: this app then may not. */
  readonly backUpElsewhere?: ((rotationId: string, key: KeyUrl) => Promise<void>) | undefined;
  /** Takes backup rights from people, where somebody has opted in. */
  readonly rightsTaker?: RightsTaker | undefined;
  /** Object ids of Rewrap's own identities. */
  readonly ownIdentities: readonly string[];
  readonly letters: Letters;
  readonly alerts: Outbox;
  readonly doctor: Doctor;
  readonly selfTests: SelfTests;
  /** How much Azure lets us ask for, and how much of it is used. */
  readonly pacing: Pick<Budget, 'look'>;
}
