/**
 * What a service lets us ask for: `capacity` at once and `perSecond` for ever. `leaseMs` is for how long an instance may
 * use what it has borrowed; a lease that is used late comes on top, so `capacity` and a lease together fit into what the
 * service documents.
 */
export interface Bucket {
  readonly name: string;
  readonly capacity: number;
  readonly perSecond: number;
  readonly leaseMs: number;
}

/** Part of a bucket that only urgent work may take. */
export const reserved = 0.1;

/** A token bucket as documented, less what one lease may hold back. */
export const tokenBucket = (name: string, size: number, perSecond: number): Bucket => {
  const leaseMs = 2_000;
  return { name, capacity: size - (perSecond * leaseMs) / 1_000, perSecond, leaseMs };
};

/**
 * A limit over any stretch of `seconds`. What is there at once and what comes in meanwhile stay below it together, so little
 * is there at once, unless more is wanted: at least what the dearest call costs.
 */
export const windowBucket = (name: string, limit: number, { seconds = 10, dearest = 1, atOnce = 0 } = {}): Bucket => {
  const leaseMs = 500;
  const capacity = Math.max(atOnce, 0.01 * limit, dearest / (1 - reserved));
  return { name, capacity, perSecond: (limit - capacity) / (seconds + leaseMs / 1_000), leaseMs };
};
