import * as z from 'zod';
import { Principal } from '../access/facts';
import { Power, Reached } from '../access/reach';
import { NewsItem } from './news';
import { Signal } from './signal';

/** What follows for one object. */
export const Response = z.enum(['new-version', 'propose', 'propose-clean-vault', 'none']);
export type Response = z.infer<typeof Response>;

/** Something that was in reach: what could be done with it before, what can be now, and what follows. */
export const CaseObject = z.object({
  id: z.string(),
  kind: Reached.shape.kind,
  before: z.array(Power),
  after: z.array(Power),
  response: Response,
  because: z.string(),
  outsideWindows: z.boolean().optional().describe('The policy lets its rotation begin at once'),
  requestId: z.string().optional().describe('GET /api/rotations/{id} tells of the rotation'),
});
export type CaseObject = z.infer<typeof CaseObject>;

/**
 * `departure`: access that is gone, or of which somebody said so · `recorded`: gone, but nothing is done about it by the policy ·
 * `restored`: it was back before the signals had settled · `gained`: more access than before.
 */
export const Verdict = z.enum(['departure', 'recorded', 'restored', 'gained']);
export type Verdict = z.infer<typeof Verdict>;

/** What became of signals about one principal. */
export const CaseSummary = z.object({
  id: z.string(),
  principal: Principal,
  presence: z.enum(['here', 'disabled', 'gone']),
  verdict: Verdict,
  openedAt: z.iso.datetime().describe('When it was first noticed'),
  judgedAt: z.iso.datetime(),
  counts: z.record(Response, z.int()),
});
export type CaseSummary = z.infer<typeof CaseSummary>;

export const Case = CaseSummary.extend({
  signals: z.array(Signal),
  before: z.string().describe('Snapshot of all access before'),
  after: z.string().describe('Snapshot of all access when it was judged'),
  objects: z.array(CaseObject),
  ways: z.array(z.string()).describe('How it had access, in words'),
  waysGone: z.array(z.string()).optional().describe('Those of them that are no more'),
  waysNew: z.array(z.string()).optional().describe('How it has access now, and had not'),
  events: z.array(NewsItem).describe('What events told meanwhile that may be about it'),
});
export type Case = z.infer<typeof Case>;

/** Cases are written once. */
export interface Cases {
  /** Writes it unless one with its id is there; answers the stored one. */
  open(one: Case): Promise<Case>;
  get(id: string): Promise<Case | undefined>;
  /** Newest first, at most 100 a page. */
  list(from?: string): Promise<{ cases: readonly CaseSummary[]; next?: string }>;
}
