import type * as z from 'zod';

/** What ARM said to a write. `operation` is the URL to ask when the write goes on after the answer. */
export interface Written {
  readonly operation?: string;
  readonly retryAfterSeconds?: number;
}

/**
 * A long-running operation, asked once. `because` is ARM's own text where it failed, `code` the service's word for it. `unknown`: ARM has forgotten it or does
 * not let us ask; the resource itself tells how it ended.
 */
export interface Operation {
  readonly state: 'running' | 'succeeded' | 'failed' | 'unknown';
  readonly because?: string;
  readonly code?: string;
  readonly retryAfterSeconds?: number;
}

/**
 * Azure Resource Manager as we use it. Paths are resource ids without host. Answers pass their schema before anyone reads
 * them. Nothing here waits for an operation: the caller asks again by a durable timer.
 *
 * Errors: `ArmRefused` (a right is missing), `ArmNotFound`, `ArmConflict`, `ArmRejected` (will not pass by itself),
 * `ArmBusy` (throttled for longer than a call can wait); anything else may pass.
 */
export interface Arm {
  get<T>(path: string, apiVersion: string, shape: z.ZodType<T>): Promise<T>;
  /** Every page. A link to another host is an error. */
  list<T>(path: string, apiVersion: string, shape: z.ZodType<T>): Promise<readonly T[]>;
  patch(path: string, apiVersion: string, body: unknown): Promise<Written>;
  /** With an entity tag only if the resource still bears it, else `ArmConflict`. */
  put(path: string, apiVersion: string, body: unknown, etag?: string): Promise<Written>;
  /** Has an action done, such as `runCommand` below a cluster. */
  post(path: string, apiVersion: string, body: unknown): Promise<Written>;
  /** Takes a role assignment away: nothing else is ever deleted. One that is not there counts as taken. */
  revoke(assignment: string): Promise<void>;
  poll(operation: string): Promise<Operation>;
  /** Every row of a Resource Graph query over the subscriptions; an answer cut short is an error. */
  resourceGraph<T>(query: string, subscriptions: readonly string[], row: z.ZodType<T>): Promise<readonly T[]>;
}
