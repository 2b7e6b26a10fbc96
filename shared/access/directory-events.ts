import * as z from 'zod';
import type { Graph } from '../azure/graph-client';
import { messageOf } from '../errors';

/** What of the directory events tell of, and whether they still come. */
export interface Subscribed {
  readonly resource: string;
  readonly expiresOn?: string;
  /** Why it could not be made or renewed. */
  readonly trouble?: string;
}

/** Subscriptions of events of users and groups. When one lapses, its events stop silently. */
export interface DirectoryEvents {
  /** Makes or renews what is due. Never rejects: what went wrong is told. Empty where no events are wanted. */
  tend(): Promise<readonly Subscribed[]>;
}

/** How events of the directory are to come. `topic` is the address of a partner topic, with `{resource}` for what it tells of. */
export interface EventsWish {
  readonly topic: string;
  readonly clientState?: string | undefined;
}

const resources = ['users', 'groups'] as const;

const dayMs = 24 * 3_600_000;
/** A subscription to users or groups lives for 41,760 minutes at most, which is 29 days. Source: Microsoft Graph, "subscription". */
const lifeMs = 28 * dayMs;
/** Time enough for three weeks of trouble to be heard of. */
const renewedWithMs = 21 * dayMs;

const Subscription = z.object({
  id: z.string(),
  resource: z.string().toLowerCase(),
  notificationUrl: z.string().nullish(),
  expirationDateTime: z.string(),
});
type Subscription = z.infer<typeof Subscription>;

/** Absent and lapsed ones are made; a lapsed one cannot be renewed. */
const dueFor = (
  known: Pick<Subscription, 'expirationDateTime'> | undefined,
  now: Date,
): 'make' | 'renew' | 'nothing' => {
  const left = known ? Date.parse(known.expirationDateTime) - now.getTime() : 0;
  if (left <= 0) return 'make';
  return left < renewedWithMs ? 'renew' : 'nothing';
};

/** Renews the subscription, which lives on for a while although it cannot be renewed, or makes one. */
const serve = async (
  graph: Graph,
  wanted: { readonly resource: string; readonly notificationUrl: string; readonly clientState?: string },
  known: Subscription | undefined,
  now: Date,
): Promise<Subscribed> => {
  const { resource, notificationUrl: lifecycleNotificationUrl } = wanted;
  const due = dueFor(known, now);
  const expirationDateTime = new Date(now.getTime() + lifeMs).toISOString();
  const told = (one: Subscription): Subscribed => ({ resource, expiresOn: one.expirationDateTime });
  if (known && due === 'nothing') return told(known);
  if (known && due === 'renew')
    return graph
      .patch(`/subscriptions/${known.id}`, { expirationDateTime }, Subscription)
      .then(told, (error: unknown): Subscribed => ({ ...told(known), trouble: messageOf(error) }));
  const made = { ...wanted, changeType: 'updated,deleted', lifecycleNotificationUrl, expirationDateTime };
  return told(await graph.post('/subscriptions', made, Subscription));
};

/** The one that lives longest. */
const longest = (all: readonly Subscription[]): Subscription | undefined =>
  all.toSorted((a, b) => a.expirationDateTime.localeCompare(b.expirationDateTime)).at(-1);

/** Only the identity that made a subscription sees and renews it, so Rewrap makes its own. Microsoft Graph 1.0. */
export const directoryEventsIn = ({
  graph,
  wish,
  now,
}: {
  graph: Graph | undefined;
  wish: EventsWish | undefined;
  now: () => Date;
}): DirectoryEvents => ({
  async tend() {
    if (!graph || !wish) return [];
    const { topic, clientState } = wish;
    const all = await graph.list('/subscriptions', Subscription).catch(messageOf);
    if (typeof all === 'string') return resources.map((resource) => ({ resource, trouble: all }));
    const each = resources.map((resource) => {
      const notificationUrl = topic.replace('{resource}', resource);
      const known = all.filter(
        (one) => one.resource.replace(/^\//, '') === resource && one.notificationUrl === notificationUrl,
      );
      const wanted = { resource, notificationUrl, ...(clientState && { clientState }) };
      return serve(graph, wanted, longest(known), now()).catch((error: unknown): Subscribed => ({
        resource,
        trouble: messageOf(error),
      }));
    });
    return Promise.all(each);
  },
});
