import type { KeyNeed } from './key-need';
import type { ArmResource } from './resource-type';

/** A write that fails; `applied` says whether the change is made all the same. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly applied: boolean;
}

/** A write that Azure answers with 202 and finishes later. */
export interface Operation {
  readonly id: string;
  readonly resource: string;
  readonly startedAt: Date;
  readonly endsAt: Date;
  /** What the resource was, unless it is being made, and what it will be. */
  readonly before?: ArmResource;
  readonly next: ArmResource;
  /** The key versions it needs if nothing is changed, and if all is. */
  readonly needs: { readonly before: readonly KeyNeed[]; readonly after: readonly KeyNeed[] };
  /** It is going to fail. */
  readonly failure?: Failure;
}

/** How an operation ended; without an error it succeeded. */
export interface Ending {
  readonly operation: Operation;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Body of the address in `Azure-AsyncOperation`. */
export function operationStatus({ id, startedAt, endsAt }: Operation, ending: Ending | undefined) {
  const started = { name: id, startTime: startedAt.toISOString() };
  if (!ending) return { ...started, status: 'InProgress' };
  const ended = { ...started, endTime: endsAt.toISOString() };
  return ending.error ? { ...ended, status: 'Failed', error: ending.error } : { ...ended, status: 'Succeeded' };
}
