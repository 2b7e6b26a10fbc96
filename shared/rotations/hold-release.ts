import * as z from 'zod';
import { hashOf } from '../hash';
import type { Finding } from './finding';

/** A reason for a hold, without its words: which kind, and about which dependent. */
const Released = z.object({ code: z.string(), about: z.string().optional() });
type Released = z.infer<typeof Released>;

/**
 * One person's wish that an old version is not kept for the reasons named, and another's word to it. It is about these reasons
 * alone: whatever comes later, or is about another dependent, holds as ever.
 */
export const HoldRelease = z.object({
  digest: z.string().describe('Names the wish; the word is given to this'),
  reasons: z.array(Released),
  reason: z.string(),
  requestedBy: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime().describe('When it lapses unless somebody approves it'),
  approved: z.object({ by: z.string(), at: z.iso.datetime(), reason: z.string() }).optional(),
});
export type HoldRelease = z.infer<typeof HoldRelease>;

/**
 * What two people may decide: that nothing shows where a dependent stands, or not as the class asks for, that backups need the
 * version, and that the log does not tell. Never that something is seen on the old version, unproven, or unknown.
 */
const releasable: readonly string[] = [
  'only-assumed',
  'proof-not-enough',
  'old-version-needed',
  'old-version-needed-until',
  'log-unavailable',
];

export const isReleasable = ({ code }: Pick<Finding, 'code'>): boolean => releasable.includes(code);

const nameOf = ({ code, about = '' }: Released): string => JSON.stringify([code, about]);

/** The reasons as a wish names them, each once. */
export const namesOf = (findings: readonly Finding[]): Released[] => [
  ...new Map(findings.map(({ code, about }) => [code + (about ?? ''), { code, ...(about && { about }) }])).values(),
];

export const releaseDigest = ({ reasons, reason, requestedBy }: Omit<HoldRelease, 'digest'>): string =>
  hashOf(reason, requestedBy, ...reasons.map(nameOf).toSorted());

/** The findings that nobody has released. */
export function notReleased(findings: readonly Finding[], release: HoldRelease | undefined): Finding[] {
  if (!release?.approved) return [...findings];
  const released = new Set(release.reasons.map(nameOf));
  return findings.filter((finding) => !isReleasable(finding) || !released.has(nameOf(finding)));
}
