import { ArmError } from './arm-error';
import type { AboutAssignment, Caller } from './caller';
import type { Authorization, RoleAssignment } from './authorization/authorization';
import type { Denial, ManagedGroup } from './governance';
import type { Resources } from './resources';
import type { WriteSurroundings } from './write';
import type { WriteRequest } from './write-request';

/** A request that has passed the front door. */
export interface ArmRequest {
  readonly url: URL;
  readonly method: string;
  readonly body: unknown;
  readonly caller: Caller;
  readonly ifMatch?: string;
  readonly failure?: WriteRequest['failure'];
}

/** A command under way or over. */
export interface Command {
  readonly endsAt: Date;
  readonly answer: unknown;
}

/** What is needed to answer. */
export interface Desk extends WriteSurroundings {
  readonly commands: Map<string, Command>;
  readonly resources: Resources;
  readonly graphDelaySeconds: number;
  readonly subscriptions: readonly string[];
  /** Groups that something manages. */
  readonly groups: readonly ManagedGroup[];
  readonly denials: readonly Denial[];
  readonly authorization: Authorization;
  /** Hears of an assignment that a caller has deleted. */
  readonly onRevoked: (assignment: RoleAssignment, by: string) => void;
}

/** @throws {ArmError} when the right is missing */
export function authorised(request: ArmRequest, type: string, scope: string): void {
  mayDo(request, `${type}/${request.method === 'GET' ? 'read' : 'write'}`, scope);
}

/** @throws {ArmError} when the right is missing */
export function mayDo(
  { caller }: Pick<ArmRequest, 'caller'>,
  action: string,
  scope: string,
  about?: AboutAssignment,
): void {
  if (caller.may(action, scope, about)) return;
  const who = `The client '${caller.principal}' with object id '${caller.principal}'`;
  const what = `does not have authorization to perform action '${action}' over scope '${scope}'`;
  throw new ArmError(403, 'AuthorizationFailed', `${who} ${what} or the scope is invalid.`);
}

/** @throws {ArmError} unless the version asked for is the one that we have the facts of */
export function versionIs({ url }: ArmRequest, supported: string, type: string): void {
  const version = url.searchParams.get('api-version');
  if (!version) {
    throw new ArmError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required.',
    );
  }
  if (version === supported) return;
  const found = `No registered resource provider found for API version '${version}' for type '${type}'`;
  throw new ArmError(400, 'NoRegisteredProviderFound', `${found}. The supported api-versions are '${supported}'.`);
}
