import { Duration } from 'luxon';
import { anywhere, canBeNudged, documentedLagOf, type LagSummary } from '../dependents/lags';
import type { Dependent, Discovery } from '../dependents/dependent';
import { secondsToMove } from '../pacing/estimate';
import type { World } from '../world';
import type { Wave } from './plan';

/** Making the version, proving it and backing it up. An estimate. */
const beforehandMs = 60_000;
/** One write with its operation and its looks, when nothing is in its way. An estimate. */
const moveMs = 120_000;
/** What is known of lags, in milliseconds; undefined for what never follows by itself. */
export type LagOf = (dependent: Pick<Dependent, 'type' | 'region'>) => number | undefined;

interface Known {
  readonly lagOf: LagOf;
  /** Followers that can be are made to move at once. */
  readonly emergency: boolean;
}

/** Whether nobody makes it follow sooner than it does by itself. */
export const isWaitedFor = ({ mode, type }: Pick<Dependent, 'mode' | 'type'>, emergency: boolean): boolean =>
  mode === 'following' && !(emergency && canBeNudged(type));

const waveMs = (members: readonly Dependent[], { lagOf, emergency }: Known): number => {
  const waitedFor = members.filter((each) => isWaitedFor(each, emergency));
  const written = members.filter((each) => each.mode !== 'by-hand' && !waitedFor.includes(each));
  const lags = waitedFor.map((each) => lagOf(each) ?? 0);
  return Math.max(written.length > 0 ? moveMs + secondsToMove(written) * 1_000 : 0, ...lags);
};

/**
 * How long a rotation is likely to take from its start to its last proven dependent, as an ISO 8601 duration: waves follow one
 * another, and a wave is over with its slowest. What a person must do is not in it. Pure.
 */
export const expectedDuration = (
  { waves, slices }: { waves: readonly Wave[]; slices: readonly (readonly Dependent[])[] },
  known: Known,
): string => {
  const members = (wave: Wave) => wave.slices.flatMap(({ number }) => slices[number] ?? []);
  const ms = waves.reduce((sum, wave) => sum + waveMs(members(wave), known), beforehandMs);
  return Duration.fromMillis(Math.ceil(ms / 60_000) * 60_000)
    .rescale()
    .toISO();
};

/** The longest lag measured for each kind of follower that was found, else the documented one. */
export async function lagsOf({ lagBook }: Pick<World, 'lagBook'>, { dependents }: Discovery): Promise<LagOf> {
  const placeOf = ({ type, region = anywhere }: Parameters<LagOf>[0]) => `${type} ${region}`;
  const followers = dependents.filter(({ mode }) => mode === 'following');
  const kinds = new Map(followers.map((each) => [placeOf(each), each]));
  const read = await Promise.all(
    [...kinds].map(async ([place, { type, region = anywhere }]) => [place, await lagBook.of(type, region)] as const),
  );
  const observed = new Map<string, LagSummary | undefined>(read);
  return (dependent) => {
    const known = observed.get(placeOf(dependent));
    return known ? known.longest * 1_000 : documentedLagOf(dependent.type);
  };
}
