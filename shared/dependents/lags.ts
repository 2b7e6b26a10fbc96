import { Duration } from 'luxon';
import * as z from 'zod';
import { KeyUrl, VersionId } from '../keys/key-url';
import { armTypes } from './index';

/**
 * One dependent that followed by itself: when it was first seen on a version, counted from the version's creation. It may have
 * moved at any time since the look before, so that this is an upper bound by at most `lookInterval`.
 */
export const LagObservation = z.object({
  type: z.string(),
  region: z.string(),
  dependent: z.string(),
  key: KeyUrl,
  version: VersionId,
  seconds: z.number().nonnegative().describe('From the creation of the version to the look that first saw it'),
  lookInterval: z.number().nonnegative().describe('Seconds since the look before, which did not see it'),
  createdOn: z.iso.datetime(),
});
export type LagObservation = z.infer<typeof LagObservation>;

/** What was measured of a type in a region: upper bounds, each by at most the interval between two looks. */
export const LagSummary = z.object({
  type: z.string(),
  region: z.string(),
  count: z.int().describe('Dependents measured; of many, the last two hundred'),
  shortest: z.number().describe('Seconds'),
  median: z.number().describe('Seconds'),
  longest: z.number().describe('Seconds'),
  lookInterval: z.number().describe('Seconds between two looks, at most: the true lags may be shorter by so much'),
  lastAt: z.iso.datetime().describe('Creation of the newest version that was followed'),
});
export type LagSummary = z.infer<typeof LagSummary>;

/** Where Azure tells no region. */
export const anywhere = 'unknown';

/** Undefined where nothing was measured. */
export const summaryOf = (observations: readonly LagObservation[]): LagSummary | undefined => {
  const [first] = observations;
  if (!first) return undefined;
  const seconds = observations.map((each) => each.seconds).toSorted((a, b) => a - b);
  const at = (place: number): number => seconds[Math.min(seconds.length - 1, Math.floor(place))] ?? 0;
  return {
    type: first.type,
    region: first.region,
    count: seconds.length,
    shortest: at(0),
    median: at(seconds.length / 2),
    longest: at(seconds.length - 1),
    lookInterval: Math.max(...observations.map((each) => each.lookInterval)),
    lastAt: observations.map(({ createdOn }) => createdOn).reduce((a, b) => (a > b ? a : b)),
  };
};

/** The longest lag that is documented or presumed for a type, in milliseconds; undefined where it never follows by itself. */
export const documentedLagOf = (type: string): number | undefined => {
  const adapter = armTypes.find((each) => each.type === type);
  const lags = adapter?.references.flatMap(({ follows }) => follows?.within ?? []) ?? [];
  return lags.length === 0 ? undefined : Math.max(...lags.map((within) => Duration.fromObject(within).toMillis()));
};

/** Whether a follower of the type can be made to move at once, as an emergency does. */
export const canBeNudged = (type: string): boolean => {
  const follows = armTypes.find((each) => each.type === type)?.references.flatMap((each) => each.follows ?? []) ?? [];
  return follows.length > 0 && follows.every(({ nudge }) => nudge);
};

/** Later than this, a follower is late: beyond what is documented, and beyond the longest measured with half of it again. */
export const patienceMs = (documentedMs: number, observed: LagSummary | undefined): number =>
  Math.max(documentedMs, observed ? observed.longest * 1_500 : 0);
