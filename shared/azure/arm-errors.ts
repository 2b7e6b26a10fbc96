import { RewrapError } from '../errors';

/** What Azure Resource Manager said when it did not do as asked. */
export interface Refusal {
  readonly method: string;
  /** Resource id, without host and query. */
  readonly scope: string;
  readonly status: number;
  /** ARM's own error code, e.g. `AuthorizationFailed`. */
  readonly armCode: string;
  readonly detail: string;
  readonly retryAfterSeconds?: number;
  /** Who said it, where that was a service of its own behind Azure Resource Manager; and the right that it asks for. */
  readonly by?: string;
  readonly right?: string;
}

const verbs: Record<string, string> = { GET: 'read', PUT: 'write', PATCH: 'write', DELETE: 'delete' };

/**
 * The right that a call needs, by the naming pattern of provider operations: `Microsoft.Sql/servers/keys/write`. A pattern
 * only: it was not checked against the list of operations of every provider.
 */
export const rightFor = (method: string, path: string): string => {
  const [provider, ...segments] = (path.split(/\/providers\//i).at(-1) ?? '').split('/');
  const known = path.toLowerCase().includes('/providers/');
  const types = segments.filter((_, index) => index % 2 === 0).join('/');
  if (/\/microsoft\.resourcegraph\//i.test(path)) return 'Microsoft.ResourceGraph/resources/read';
  return `${known ? `${provider}/${types}` : 'Microsoft.Resources/subscriptions'}/${verbs[method] ?? 'action'}`;
};

const sayer = ({ by = 'Azure Resource Manager' }: Refusal): string => by;

abstract class ArmError extends RewrapError {
  readonly status: number = 502;
  readonly armCode: string;
  readonly scope: string;
  readonly retryAfterSeconds: number | undefined;
  constructor(refusal: Refusal, message: string) {
    super(message);
    this.armCode = refusal.armCode;
    this.scope = refusal.scope;
    this.retryAfterSeconds = refusal.retryAfterSeconds;
  }
}

/** 401 and 403: our identity lacks a right, or an Azure Policy forbids the change. No retry cures it. */
export class ArmRefused extends ArmError {
  readonly code = 'arm-refused';
  readonly right: string;
  constructor(refusal: Refusal) {
    const right = refusal.right ?? rightFor(refusal.method, refusal.scope);
    super(
      refusal,
      `Expected to be allowed ${right} on ${refusal.scope}, but ${sayer(refusal)} answered ${refusal.armCode}: ` +
        `${refusal.detail} Grant Rewrap's identity a role with that right at this scope (or lift the policy that denies it).`,
    );
    this.right = right;
  }
}

/** 404: nothing is there, or nothing that our identity may see. */
export class ArmNotFound extends ArmError {
  readonly code = 'arm-not-found';
  constructor(refusal: Refusal) {
    super(
      refusal,
      `Expected to find ${refusal.scope}, but ${sayer(refusal)} answered ${refusal.armCode}. ` +
        'If it was not deleted, grant Rewrap read access to it.',
    );
  }
}

/** 409, or 412 as Cosmos DB answers: something else is changing the resource, or a lock forbids changes. */
export class ArmConflict extends ArmError {
  readonly code = 'arm-conflict';
  /** A management lock does not go away by waiting. */
  readonly locked: boolean;
  constructor(refusal: Refusal) {
    const locked = refusal.armCode === 'ScopeLocked';
    super(
      refusal,
      `Expected to change ${refusal.scope}, but ${sayer(refusal)} answered ${refusal.armCode}: ${refusal.detail} ` +
        (locked ? 'Remove the read-only lock while its key is rotated.' : 'Try again when the other change is over.'),
    );
    this.locked = locked;
  }
}

/** Any other 4xx: the request, or the state of the resource or its key, must change first. */
export class ArmRejected extends ArmError {
  readonly code = 'arm-rejected';
  constructor(refusal: Refusal) {
    super(
      refusal,
      `Expected ${refusal.method} of ${refusal.scope} to be taken, but ${sayer(refusal)} answered ` +
        `${refusal.status} ${refusal.armCode}: ${refusal.detail} Cure what it names, then try again.`,
    );
  }
}

/** Throttled for longer than a call can wait: try again after `retryAfterSeconds`. */
export class ArmBusy extends ArmError {
  readonly code = 'arm-busy';
  override readonly status = 503;
  constructor(refusal: Refusal) {
    super(
      refusal,
      `Expected an answer about ${refusal.scope}, but ${sayer(refusal)} is throttling (${refusal.status}). ` +
        `Try again in ${refusal.retryAfterSeconds ?? 60} seconds.`,
    );
  }
}

/** 5xx, a broken answer, or a link that leads elsewhere: may pass. */
export class ArmTrouble extends ArmError {
  readonly code = 'arm-trouble';
  override readonly status = 503;
  constructor(refusal: Refusal) {
    super(
      refusal,
      `Expected ${refusal.method} of ${refusal.scope} to succeed, but ${sayer(refusal)} answered ` +
        `${refusal.status} ${refusal.armCode}: ${refusal.detail} Try again.`,
    );
  }
}

const byStatus: Record<number, new (refusal: Refusal) => ArmError> = {
  401: ArmRefused,
  403: ArmRefused,
  404: ArmNotFound,
  408: ArmTrouble,
  409: ArmConflict,
  412: ArmConflict,
  429: ArmBusy,
  503: ArmBusy,
};

/** The error that fits ARM's answer. */
export const armErrorFor = (refusal: Refusal): ArmError =>
  new (byStatus[refusal.status] ?? (refusal.status < 500 ? ArmRejected : ArmTrouble))(refusal);
