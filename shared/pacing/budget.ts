import type { Bucket } from './bucket';
import type { Ledger } from './ledger';

/** What one call takes out of one bucket. A lane is a part of it that the service may close alone, such as one provider. */
export interface Draw {
  readonly bucket: Bucket;
  readonly cost: number;
  readonly lane?: string;
}

/** What a service's answer tells of a bucket. */
export type News =
  | { readonly is: 'remaining'; readonly tokens: number }
  /** Throttled. Without a time the wait doubles from one second with each refusal in a row. */
  | { readonly is: 'throttled'; readonly seconds?: number }
  /** The call cost more than was known when it was made. */
  | { readonly is: 'dearer'; readonly by: number };

/** One bucket as an operator sees it. */
export interface BucketView extends Pick<
  Ledger,
  'bucket' | 'capacity' | 'perSecond' | 'tokens' | 'lent' | 'throttled'
> {
  readonly closedUntil?: number;
  /** Instances that asked lately. */
  readonly instances: number;
  /** Calls that wait in this instance. */
  readonly waiting: number;
  /** Calls of this instance that were told to come back later, since it started. */
  readonly putOff: number;
}

/**
 * What Azure lets us ask for, shared by everything in the app. Whoever calls a service takes what the call costs first, and
 * tells what the answer says of the limits.
 */
export interface Budget {
  /**
   * Waits for its turn, first come first served, urgent calls first. Answers nothing once the call may be made; for how many
   * milliseconds to stay away, when the wait would be longer than this caller's patience.
   */
  take(draws: readonly Draw[]): Promise<number | undefined>;
  learn(draw: Draw, news: News): Promise<void>;
  /** Every bucket that any instance has used lately. */
  look(): Promise<readonly BucketView[]>;
}

/** Lets everything through: for tests, and for services that set no limits. */
export const unlimited: Budget = {
  take: () => Promise.resolve(undefined),
  learn: () => Promise.resolve(),
  look: () => Promise.resolve([]),
};
