import { RewrapError } from '../errors';

/** One mistake in policy.yaml; lines and columns count from 1. */
export interface PolicyMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** policy.yaml was read, but says something that cannot be meant. Lists every mistake with its place. */
export class PolicyInvalid extends RewrapError {
  readonly code = 'policy-invalid';
  readonly status = 503;
  constructor(readonly mistakes: readonly PolicyMistake[]) {
    const places = mistakes.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
    super(`Expected a valid policy.yaml, found ${mistakes.length} mistake(s). Mend them:\n${places.join('\n')}`);
  }
}

/** policy.yaml could not be fetched; `cause` says why. */
export class PolicyUnreadable extends RewrapError {
  readonly code = 'policy-unreadable';
  readonly status = 503;
  constructor(location: string, options: ErrorOptions) {
    super(
      `Expected to read the policy from ${location}, but could not. Check that it is there, and in Azure that the ` +
        `app's identity holds Storage Blob Data Reader on its container.`,
      options,
    );
  }
}
