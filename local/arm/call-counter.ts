import { ArmError } from './arm-error';
import { graphPath } from './graph/resource-graph';
import { createQuota, createThrottle, type Kind, type ThrottleOptions } from './throttle';

/** Counts each call, refuses those that are too many, and answers the headers that tell what is left. @throws {ArmError} */
export function callCounter(throttle: ThrottleOptions) {
  const allow = createThrottle(throttle);
  const allowQuery = createQuota(throttle);
  return (method: string, url: URL, principal: string): Readonly<Record<string, string>> => {
    const subscription = /^\/subscriptions\/([^/]+)/i.exec(url.pathname)?.[1]?.toLowerCase();
    const kind = kindOf(method, subscription);
    const { remaining, retryAfter } = allow(subscription ?? 'tenant', principal, kind);
    const scope = subscription ? 'subscription' : 'tenant';
    const left = { [`x-ms-ratelimit-remaining-${scope}-${kind}`]: String(remaining) };
    if (retryAfter !== undefined) throw throttled(retryAfter, subscription, left);
    return isQuery(url) ? { ...left, ...quotaOf(allowQuery(principal)) } : left;
  };
}

/** A POST asks something: Resource Graph's queries are reads. */
function kindOf(method: string, subscription: string | undefined): Kind {
  if (method === 'DELETE') return 'deletes';
  return method === 'GET' || (method === 'POST' && !subscription) ? 'reads' : 'writes';
}

const isQuery = ({ pathname }: URL): boolean => pathname.toLowerCase() === graphPath.toLowerCase();

/** As headers. @throws {ArmError} where it is used up; the code is from memory, unverified. */
function quotaOf({ remaining, resetsAfter, retryAfter }: ReturnType<ReturnType<typeof createQuota>>) {
  const headers = {
    'x-ms-user-quota-remaining': String(remaining),
    'x-ms-user-quota-resets-after': `00:00:${String(resetsAfter).padStart(2, '0')}`,
  };
  if (retryAfter === undefined) return headers;
  throw new ArmError(429, 'RateLimiting', `Too many queries. Ask again after ${resetsAfter} seconds.`, headers);
}

const throttled = (seconds: number, subscription = 'tenant', left: Readonly<Record<string, string>> = {}) =>
  new ArmError(
    429,
    'SubscriptionRequestsThrottled',
    `Number of requests for '${subscription}' exceeded the limit. Try again after '${seconds}' seconds.`,
    { 'retry-after': String(seconds), ...left },
  );
