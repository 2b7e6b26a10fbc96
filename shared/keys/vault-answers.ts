import { isRestError } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { messageOf, RewrapError } from '../errors';
import { TooFast } from '../pace';
import { type Attempt, KeyAccessRefused, KeyNotMade, KeyUnknown, KeyVersionUnusable } from './key-errors';
import { KeyUrl } from './key-url';

/** A refusal of the service. Failures of paging calls carry no `details`. */
const Refusal = z.object({
  statusCode: z.int(),
  code: z.string().optional(),
  details: z
    .object({ error: z.object({ innerError: z.object({ code: z.string().optional() }).optional() }).optional() })
    .optional()
    .catch(undefined),
});

/** Inner codes of a 403 that is about the version and not about us. Unverified: Key Vault documents the rule, not the codes. */
const stateRefusals = ['KeyDisabled', 'KeyExpired', 'KeyNotYetValid', 'KeyOperationForbidden'];

/** Whether the inner code of a 403 speaks of the version, and not of rights. */
export const isStateRefusal = (reason: string): boolean => stateRefusals.includes(reason);

/** Status and innermost code of a refusal; `undefined` when the vault did not answer. */
export const refusalIn = (error: unknown): { status: number; reason: string } | undefined => {
  const { data } = Refusal.safeParse(error);
  return data && { status: data.statusCode, reason: data.details?.error?.innerError?.code ?? data.code ?? 'no code' };
};

/** What the vault asks us to wait, in milliseconds. The documentation does not promise it. */
const retryAfterIn = (error: unknown): number | undefined => {
  const seconds = isRestError(error) ? Number(error.response?.headers.get('retry-after')) : NaN;
  return seconds > 0 ? seconds * 1_000 : undefined;
};

/** The error that our callers know. What may pass by itself stays a plain error; its text names no secret. */
const understood = (attempt: Attempt, error: unknown): unknown => {
  if (error instanceof RewrapError) return error;
  const options = { cause: error };
  const refusal = refusalIn(error);
  if (!refusal) return new Error(`${attempt.on} gave no answer to ${attempt.operation}: ${messageOf(error)}`, options);
  const { status, reason } = refusal;
  const key = KeyUrl.safeParse(attempt.on).data;
  if (status === 404 && key) return new KeyUnknown(key, attempt.version, options);
  if (status === 429) {
    const message = `${attempt.on} answered 429 (${reason}) to ${attempt.operation}: it is asked too often`;
    return new TooFast(message, retryAfterIn(error), options);
  }
  if (status === 400 && attempt.operation === 'create') return new KeyNotMade(attempt, reason, options);
  if (status !== 403) return new Error(`${attempt.on} answered ${status} (${reason}) to ${attempt.operation}`, options);
  return isStateRefusal(reason)
    ? new KeyVersionUnusable(attempt, reason, options)
    : new KeyAccessRefused(attempt, reason, options);
};

/** Makes one call to a vault and turns its refusal into ours. */
export const ask = async <T>(attempt: Attempt, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw understood(attempt, error);
  }
};
