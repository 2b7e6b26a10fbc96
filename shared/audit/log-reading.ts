import * as z from 'zod';
import { VersionId } from '../keys/key-url';

/** Work with a key's material. */
export const dataOperations = ['wrap', 'unwrap', 'encrypt', 'decrypt', 'sign', 'verify'] as const;

/** What the audit log is asked about: work with a key's material, and its leaving or entering a vault. */
export const AuditedOperation = z.enum([...dataOperations, 'backup', 'restore', 'release', 'import']);
export type AuditedOperation = z.infer<typeof AuditedOperation>;

/** Who called, as far as the token told. All in lower case. */
export const AuditedCaller = z.object({
  principal: z.string().optional().describe('Object id'),
  appId: z.string().optional(),
  name: z.string().optional().describe('User principal name'),
  resource: z
    .string()
    .optional()
    .describe('Resource that a system-assigned identity belongs to, or the user-assigned identity itself'),
  own: z.boolean().describe('One of our own identities'),
});
export type AuditedCaller = z.infer<typeof AuditedCaller>;

/** One kind of use by one caller, all of it counted together. `denied`: no right, or a version that is disabled. */
export const AuditedUse = z.object({
  operation: AuditedOperation,
  version: VersionId.optional().describe('Absent where the call named none: the current one then answered'),
  by: AuditedCaller,
  addresses: z.array(z.string()),
  outcome: z.enum(['done', 'denied', 'failed']),
  count: z.int(),
  last: z.iso.datetime(),
  vault: z.string().optional().describe('Another vault, into which a key of this name was restored'),
});
export type AuditedUse = z.infer<typeof AuditedUse>;

/** A stretch of time. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/**
 * What the audit log of a key's vault holds of a span. What it shows has happened. That something did *not* happen follows
 * only where the vault logged anything at all: `gaps` are the stretches in which it did not, at the end those too that are
 * not ingested yet. `newest` is the watermark: the last event of the vault, whatever it was.
 */
export type LogReading =
  | {
      readonly is: 'read';
      readonly span: Span;
      readonly uses: readonly AuditedUse[];
      readonly newest?: Date;
      readonly gaps: readonly Span[];
    }
  | {
      readonly is: 'unavailable';
      readonly because: string;
      /** Whether the policy names a log for the vault. */
      readonly declared: boolean;
    };

const dataOperation = new Set<AuditedOperation>(dataOperations);

/** Work with the key that somebody else than we did or tried to do. */
export const workByOthers = (uses: readonly AuditedUse[]): readonly AuditedUse[] =>
  uses.filter(({ operation, by }) => dataOperation.has(operation) && !by.own);

export const wasDone = ({ outcome }: AuditedUse): boolean => outcome === 'done';

const minutes = (time: Date): string => `${time.toISOString().slice(0, 16)}Z`;

/** Why nothing can be concluded from what the log does not show since then; undefined where it can. */
export function doubtOfSilence(reading: LogReading, since: Date): string | undefined {
  if (reading.is === 'unavailable') return reading.because;
  if (reading.span.from > since)
    return `the audit log was not asked about the time before ${minutes(reading.span.from)}`;
  const gap = reading.gaps.find(({ to }) => to > since);
  if (!gap) return undefined;
  const isBehind = gap.to >= reading.span.to;
  return isBehind
    ? `the audit log is behind: its newest event is of ${minutes(gap.from)}`
    : `the audit log holds no event of the vault between ${minutes(gap.from)} and ${minutes(gap.to)}`;
}
