import * as z from 'zod';
import { ShadowUser } from '../audit/shadow-user';
import { KeyUrl, VersionId } from '../keys/key-url';

/** How a move was proven; never mixed up. `log` needs the audit log; `assumed` is honest where a service shows nothing. */
export const Proof = z.enum(['read-back', 'unwrapped', 'log', 'assumed', 'unproven']);
export type Proof = z.infer<typeof Proof>;

/** `pinned` names a version and is moved by a write; `following` moves by itself; `by-hand` is never written by us alone. */
export const MoveMode = z.enum(['pinned', 'following', 'by-hand']);
export type MoveMode = z.infer<typeof MoveMode>;

/** One resource that wraps its data key with a key of ours. */
export const Dependent = z.object({
  id: z.string().describe('ARM resource id in lower case, or the URL of a store of application data'),
  type: z.string().describe('ARM resource type as documented, or "application-data/" and the kind of store'),
  mode: MoveMode,
  version: VersionId.optional().describe('Version in use as far as the resource tells'),
  pinnedByUs: VersionId.optional().describe(
    'It followed by itself until an emergency of ours pinned it to this version and was cut short: to be released',
  ),
  canary: z.boolean().describe('Tagged rewrap-canary: moved first'),
  region: z.string().optional().describe('Azure region as ARM spells it, such as westeurope'),
  tags: z.record(z.string(), z.string()).optional().describe('As discovery saw them; a plan keeps none'),
  keepsOldVersionFor: z
    .array(z.string())
    .describe('What of it still needs the old version after the move, such as backups'),
  retentions: z
    .array(z.object({ what: z.string(), for: z.string().describe('ISO 8601 duration') }))
    .optional()
    .describe('How long it keeps what of that, where the resource tells'),
  identities: z
    .array(z.string())
    .optional()
    .describe('Principal ids of its managed identities, by which the audit log knows it'),
});
export type Dependent = z.infer<typeof Dependent>;

/** Whether a dependent is a store in which an application keeps wrapped keys; its id is the store's URL then. */
export const isApplicationData = ({ type }: Pick<Dependent, 'type'>): boolean => type.startsWith('application-data/');

/** A dependent that is found and observed, but that somebody else alone may change. */
export const OwnedDependent = Dependent.extend({
  owner: z.string().describe('What manages it: the id of a resource, or the name of a deny assignment'),
  ask: z.string().describe('What to ask of the owner'),
});
export type OwnedDependent = z.infer<typeof OwnedDependent>;

/** A subscription that our identity can see and that the policy does not name: it may hold dependents, and is not searched. */
export const OtherSubscription = z.object({ id: z.string(), name: z.string() });
export type OtherSubscription = z.infer<typeof OtherSubscription>;

/** What we may not do where dependents lie that are to be moved by it. */
export const MissingRight = z.object({ scope: z.string(), right: z.string() });
export type MissingRight = z.infer<typeof MissingRight>;

/** Everything found that uses a key, and what could not be seen. "None" is never said where something was unreadable. */
export const Discovery = z.object({
  dependents: z.array(Dependent),
  unknown: z.array(z.object({ id: z.string(), type: z.string() })).describe('Uses the key, but has no adapter'),
  unreadable: z.array(z.object({ scope: z.string(), because: z.string() })),
  ownedElsewhere: z.array(OwnedDependent).optional().describe('Uses the key, and is not ours to move'),
  notInScope: z.array(OtherSubscription).optional().describe('In sight, and not searched'),
  missingRights: z.array(MissingRight).optional().describe('Without them pinned dependents cannot be moved'),
  shadowUsers: z.array(ShadowUser).optional().describe('Used the key of late, and belong to nothing known'),
  unlogged: z.string().optional().describe('Why the audit log that the policy names could not tell of shadow users'),
});
export type Discovery = z.infer<typeof Discovery>;

/** Where one dependent stands on its way to a version. Kept in the record; `operation` is the ARM operation under way. */
export const Move = z.object({
  dependent: z.string(),
  type: z.string(),
  to: VersionId,
  toKey: KeyUrl.optional().describe('The key that `to` is of, where the move leads to another key'),
  proof: Proof,
  state: z.enum(['pending', 'settled', 'needs-person', 'failed']),
  because: z.string().optional().describe('Why it is not proven (yet), and what to do'),
  steps: z.array(z.string()).optional().describe('What a person does, in order, where it needs one'),
  provableBy: z.literal('log').optional().describe('Only assumed because the service shows no version: a log may tell'),
  window: z
    .object({ from: z.iso.datetime(), to: z.iso.datetime() })
    .optional()
    .describe('With proof "log": over which time the audit log shows no use of another version'),
  checkAgainAt: z.iso.datetime().optional().describe('Set while pending'),
  operation: z.url().optional(),
  checkpoint: z.string().optional().describe('How far a long move came; only its adapter reads it'),
  startedAt: z.iso.datetime(),
  provenAt: z.iso.datetime().optional().describe('When it was first proven; absent until then'),
  at: z.iso.datetime(),
});
export type Move = z.infer<typeof Move>;
