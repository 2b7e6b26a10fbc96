import * as z from 'zod';
import { RewrapError } from '../../shared/errors';
import { UnavailabilityNotAccepted } from '../../shared/incidents/incident-errors';
import { Refusal } from '../why-refused';

/** Body of every answer that is not a success (RFC 9457). `code` is for machines and never changes. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    nextStep: z.string(),
    refused: z.array(Refusal).optional().describe('Each key that nothing was started for'),
    dependents: z.array(z.string()).optional().describe('What would stop'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** Nobody can be recognised by the token. `found` says why and never holds the token; without it, there was none. */
export class CallerUnknown extends RewrapError {
  readonly code = 'caller-unknown';
  readonly status = 401;
  readonly nextStep = 'Get a new token for the audience of this API and send it as "Authorization: Bearer <token>".';
  /** What the challenge says besides the realm. */
  readonly challenge: string;
  constructor(found?: string, options?: ErrorOptions) {
    super(`Expected a bearer token that is valid now, found ${found ?? 'none'}.`, options);
    this.challenge = found === undefined ? '' : ', error="invalid_token"';
  }
}

/** The caller is known, but holds no role that allows the call. */
export class RoleMissing extends RewrapError {
  readonly code = 'role-missing';
  readonly status = 403;
  readonly nextStep: string;
  constructor(role: string, held: readonly string[]) {
    super(`Expected the role ${role}, found ${held.length > 0 ? held.join(', ') : 'no role'}.`);
    this.nextStep = `Have an administrator assign the app role ${role} to you in Microsoft Entra ID, then get a new token.`;
  }
}

/** The keys with which tokens are signed could not be fetched. The caller may be right. */
export class SigningKeysUnavailable extends RewrapError {
  readonly code = 'signing-keys-unavailable';
  readonly status = 503;
  readonly nextStep = 'Call again in a minute.';
  constructor(options: ErrorOptions) {
    super('Expected to fetch the keys with which tokens are signed, but their issuer did not answer.', options);
  }
}

export class BodyTooLarge extends RewrapError {
  readonly code = 'body-too-large';
  readonly status = 413;
  readonly nextStep = 'Send fewer keys in one call; calls with the same incidentId belong together.';
  constructor(limit: number, found: number) {
    super(`Expected a body of at most ${limit} bytes, found ${found}.`);
  }
}

export class BodyNotJson extends RewrapError {
  readonly code = 'body-not-json';
  readonly status = 400;
  readonly nextStep = 'Send one JSON object.';
  constructor(options: ErrorOptions) {
    super('Expected a body in JSON, found something else.', options);
  }
}

/** Body, query or path does not fit its schema. */
export class InputInvalid extends RewrapError {
  readonly code = 'input-invalid';
  readonly status = 400;
  readonly nextStep = 'Correct what the detail names; GET /api/openapi.json tells what is accepted.';
  constructor(error: z.ZodError) {
    super(`Expected other input: ${z.prettifyError(error)}`);
  }
}

/** Not one key of the call could be accepted. `code` is theirs when they all have the same. */
export class KeysRefused extends RewrapError {
  readonly status = 422;
  readonly code: string;
  readonly nextStep: string;
  constructor(readonly refused: readonly Refusal[]) {
    super(
      `Expected at least one key to rotate, found none: ${refused.map(({ key, code }) => `${key} (${code})`).join(', ')}.`,
    );
    const [first, ...others] = refused;
    const alike = others.every(({ code }) => code === first?.code);
    this.code = first && alike ? first.code : 'keys-refused';
    this.nextStep = first && others.length === 0 ? first.nextStep : 'Do for each key what its nextStep says.';
  }
}

/** What was named holds nothing that could be rotated. */
export class ScopeEmpty extends RewrapError {
  readonly code = 'scope-empty';
  readonly status = 422;
  readonly nextStep =
    'See what there is with GET /api/keys, or for a principal (its object id, not the application id) with GET /api/reach?principal=ID; then name keys one by one.';
  constructor(scope: string, certificates: number) {
    const others =
      certificates > 0 ? ` ${certificates} keys of it belong to certificates: those are renewed, not rotated.` : '';
    super(`Expected at least one key to rotate in "${scope}", found none.${others}`);
  }
}

/** The policy has no such class. */
export class ClassUnknown extends RewrapError {
  readonly code = 'class-unknown';
  readonly status = 422;
  readonly nextStep: string;
  constructor(name: string, known: readonly string[]) {
    super(`Expected the name of a class of the policy, found "${name}".`);
    this.nextStep = `Name one of ${known.join(', ')}.`;
  }
}

/** Something was to last until a time that has passed. */
export class TimePassed extends RewrapError {
  readonly code = 'time-passed';
  readonly status = 422;
  readonly nextStep = 'Name a later time, or none.';
  constructor(until: string) {
    super(`Expected a time to come, found ${until}.`);
  }
}

/** No pause bears the id, or it is over. */
export class PauseUnknown extends RewrapError {
  readonly code = 'pause-unknown';
  readonly status = 404;
  readonly nextStep = 'List those that hold: GET /api/pauses.';
  constructor(id: string) {
    super(`Expected "${id}" to be the id of a pause that is not ended, but there is none.`);
  }
}

/** No case bears the id. */
export class CaseUnknown extends RewrapError {
  readonly code = 'case-unknown';
  readonly status = 404;
  readonly nextStep = 'List them: GET /api/cases. Signals become a case when they have settled.';
  constructor(id: string) {
    super(`Expected "${id}" to be the id of a case, but there is none.`);
  }
}

/** Nobody of that id is, or was not long ago, in our directory. */
export class PrincipalUnknown extends RewrapError {
  readonly code = 'principal-unknown';
  readonly status = 422;
  readonly nextStep = 'Take the object id (not the application id, nor a name) from Microsoft Entra ID.';
  constructor(principal: string) {
    super(`Expected ${principal} to be a principal of this tenant, but the directory does not know it.`);
  }
}

/** Something that nobody foresaw. The caller learns no more than where to look for it. */
export class CallFailed extends RewrapError {
  readonly code = 'call-failed';
  readonly status = 500;
  readonly nextStep = 'Call again; if it fails again, look for the invocation in the log.';
  constructor(invocation: string, options: ErrorOptions) {
    super(`Expected to serve the call, but it failed inside of Rewrap (invocation ${invocation}).`, options);
  }
}

/** The problem document of an error that its reader can act on. */
export function problemOf(error: RewrapError): Problem {
  const { code, status, message } = error;
  const words = code.replaceAll('-', ' ');
  const { nextStep } = WithNextStep.parse(error);
  return {
    type: `urn:rewrap:problem:${code}`,
    title: words.charAt(0).toUpperCase() + words.slice(1),
    status,
    detail: message,
    code,
    nextStep,
    ...(error instanceof KeysRefused && { refused: [...error.refused] }),
    ...(error instanceof UnavailabilityNotAccepted && { dependents: [...error.dependents] }),
  };
}

const WithNextStep = z.object({ nextStep: z.string().default('Do what the detail says, then call again.') });
