export type Kind = 'reads' | 'writes' | 'deletes';

export interface Bucket {
  readonly size: number;
  readonly refillPerSecond: number;
}

export interface ThrottleOptions {
  /** Monotonic milliseconds; by default of real time, in which a leap of the estate's clock fills no bucket. */
  readonly clock?: () => number;
  readonly buckets?: Partial<Record<Kind, Bucket>>;
  /** How many times the buckets' sizes and rates there are: for measurements. */
  readonly scale?: number;
}

/** What a request has left, or for how many seconds it must stay away. */
export interface Allowance {
  readonly remaining: number;
  readonly retryAfter?: number;
}

/** Source: Azure Resource Manager request limits and throttling. */
const documented: Readonly<Record<Kind, Bucket>> = {
  reads: { size: 250, refillPerSecond: 25 },
  writes: { size: 200, refillPerSecond: 10 },
  deletes: { size: 200, refillPerSecond: 10 },
};

/** All principals together have this many times what one has. */
const ceiling = 15;

/** Token buckets per subscription (or tenant), principal and kind, and one above them for all principals. */
export function createThrottle({ clock = () => performance.now(), buckets = {}, scale = 1 }: ThrottleOptions) {
  const levels = new Map<string, { tokens: number; at: number }>();

  function take(name: string, { size, refillPerSecond }: Bucket): Allowance {
    const now = clock();
    const { tokens, at } = levels.get(name) ?? { tokens: size, at: now };
    const filled = Math.min(size, tokens + ((now - at) / 1000) * refillPerSecond);
    const taken = filled >= 1;
    levels.set(name, { tokens: taken ? filled - 1 : filled, at: now });
    if (taken) return { remaining: Math.floor(filled - 1) };
    return { remaining: 0, retryAfter: Math.max(1, Math.ceil((1 - filled) / refillPerSecond)) };
  }

  return (scope: string, principal: string, kind: Kind): Allowance => {
    const { size, refillPerSecond } = buckets[kind] ?? documented[kind];
    const bucket = { size: size * scale, refillPerSecond: refillPerSecond * scale };
    const own = take([scope, principal, kind].join(), bucket);
    if (own.retryAfter !== undefined) return own;
    const all = take([scope, kind].join(), {
      size: bucket.size * ceiling,
      refillPerSecond: bucket.refillPerSecond * ceiling,
    });
    return all.retryAfter === undefined ? own : all;
  };
}

/** Queries in 5 seconds and principal. Source: Resource Graph's guidance for throttled requests. */
const queries = { most: 15, ms: 5_000 };

/** Resource Graph's quota: it is full again when the time is over that began with the first query. */
export function createQuota({ clock = () => performance.now() }: ThrottleOptions) {
  const windows = new Map<string, { since: number; asked: number }>();

  return (principal: string): Allowance & { readonly resetsAfter: number } => {
    const now = clock();
    const known = windows.get(principal);
    const { since, asked } = known && now - known.since < queries.ms ? known : { since: now, asked: 0 };
    const resetsAfter = Math.ceil((since + queries.ms - now) / 1_000);
    if (asked >= queries.most) return { remaining: 0, resetsAfter, retryAfter: resetsAfter };
    windows.set(principal, { since, asked: asked + 1 });
    return { remaining: queries.most - asked - 1, resetsAfter };
  };
}
