import { tokenBucket, windowBucket } from './bucket';
import type { CallDraw } from './call-pacing';

/** As the headers call them. */
type Kind = 'reads' | 'writes' | 'deletes';

/**
 * Size, and tokens a second, per subscription (or tenant), principal and kind, in each region of Azure Resource Manager. All our
 * instances count as one region: if they are not, some of what is granted is left unused. Source:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export const armRates: Readonly<Record<Kind, { readonly size: number; readonly perSecond: number }>> = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

/** Queries in any 5 seconds and principal. Source: Resource Graph's guidance for throttled requests. */
const queries = { limit: 15, seconds: 5, atOnce: 5 };

const graph = /^\/providers\/microsoft\.resourcegraph\//i;

const kindOf = (method: string): Kind => {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
};

/** `scale`: how many times the documented buckets are granted. One in Azure; an emulator may have others. */
export interface ArmLimits {
  readonly principal: string;
  readonly scale?: number;
}

/**
 * A call about a subscription draws from its bucket of that kind, in the lane of its provider, which has limits of its own that
 * only its refusals tell. A query draws from Resource Graph's quota and not from the buckets: whether it counts there as well is
 * unverified, and its own quota is the narrower one.
 */
export const armDraw = (method: string, path: string, { principal, scale = 1 }: ArmLimits): CallDraw => {
  if (graph.test(path)) {
    const { limit, seconds, atOnce } = queries;
    const bucket = windowBucket(`graph/${principal}`, limit, { seconds, atOnce });
    return { draw: { bucket, cost: 1 }, remaining: 'x-ms-user-quota-remaining' };
  }
  const [, subscription] = /^\/subscriptions\/([^/]+)/i.exec(path) ?? [];
  const [, provider = 'resources'] = /.*\/providers\/([^/]+)/i.exec(path) ?? [];
  const kind = kindOf(method);
  const { size, perSecond } = armRates[kind];
  const scope = subscription?.toLowerCase() ?? 'tenant';
  return {
    draw: {
      bucket: tokenBucket(`arm/${scope}/${principal}/${kind}`, size * scale, perSecond * scale),
      cost: 1,
      lane: provider.toLowerCase(),
    },
    remaining: `x-ms-ratelimit-remaining-${subscription ? 'subscription' : 'tenant'}-${kind}`,
  };
};
