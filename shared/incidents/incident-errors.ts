import { RewrapError } from '../errors';

/** No incident has the id. */
export class IncidentUnknown extends RewrapError {
  readonly code = 'incident-unknown';
  readonly status = 404;
  readonly nextStep = 'List them: GET /api/incidents.';
  constructor(id: string) {
    super(`Expected "${id}" to be the id of an incident, but there is none.`);
  }
}

/** So many keys are told of in an error. */
const most = 10;

/** The mode leaves open what the audit log speaks of, and nobody has said that this is meant. */
export class ModeTooWeak extends RewrapError {
  readonly code = 'mode-too-weak';
  readonly status = 409;
  readonly nextStep =
    'Ask for the advised mode, or say that you mean it: "acceptWeaker": true. It is kept in the trace.';
  constructor(because: readonly string[]) {
    const more = because.length > most ? ` The same goes for ${because.length - most} more: a dry run shows each.` : '';
    const shown = because.slice(0, most).join(' ');
    super(`Expected a mode as strong as the audit log speaks for, found a weaker one. ${shown}${more}`);
  }
}

/** Disabling first would stop dependents, and nobody has accepted that in so many words. */
export class UnavailabilityNotAccepted extends RewrapError {
  readonly code = 'unavailability-not-accepted';
  readonly status = 409;
  readonly nextStep: string;
  constructor(
    readonly dependents: readonly string[],
    found: string,
    unseen: readonly string[],
  ) {
    const count = dependents.length;
    const more = unseen.length > 0 ? ` More may stop that could not be seen: ${unseen.slice(0, 5).join('; ')}.` : '';
    super(
      `Expected "acceptUnavailability" to name the ${count} dependents that will stop, and that may not be able to move any more, since most must unwrap with the old version; found ${found}.${more}`,
    );
    this.nextStep = `If that is meant, send "acceptUnavailability": "all ${count}", or the ids listed under dependents. Without containment they move first.`;
  }
}

/** Rights were to be taken from people, and no identity of Rewrap may. */
export class NobodyTakesRights extends RewrapError {
  readonly code = 'nobody-takes-rights';
  readonly status = 409;
  readonly nextStep =
    'Ask without "takeBackupRights", and follow the steps under contain. To have such an identity the next time, deploy with REWRAP_TAKES_RIGHTS: see docs/security.md.';
  constructor() {
    super(
      'Expected an identity that may take backup rights away, since "takeBackupRights" asks for it, but this installation has none.',
    );
  }
}

/** Whoever opened the incident, or added to it, cannot review it. */
export class ReviewByAnother extends RewrapError {
  readonly code = 'review-by-another';
  readonly status = 403;
  readonly nextStep = 'Ask a person with the role Rewrap.Approve who did not start it.';
  constructor(id: string) {
    super(`Expected another person to review incident "${id}" than whoever started it.`);
  }
}
