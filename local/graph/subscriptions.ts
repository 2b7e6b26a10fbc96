import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import * as z from 'zod';

/** What may be subscribed to, and how a resource of it is called in events. */
const kinds = { users: 'User', groups: 'Group' } as const;
type Kind = keyof typeof kinds;

/** Source: Microsoft Graph, "subscription resource type": 41,760 minutes for users and groups. */
const longestMs = 41_760 * 60_000;

const Times = z.object({ expirationDateTime: z.iso.datetime() });
const Wanted = Times.extend({
  changeType: z.string().regex(/^(updated|deleted)(,(updated|deleted))*$/),
  notificationUrl: z.string().startsWith('EventGrid:'),
  lifecycleNotificationUrl: z.string().startsWith('EventGrid:').optional(),
  resource: z.string().regex(/^\/?(users|groups)$/),
  clientState: z.string().max(128).optional(),
});
type Subscription = z.infer<typeof Wanted> & { readonly id: string };

export interface SubscriptionsOptions {
  readonly now: () => Date;
  readonly tenantId: string;
  /** Puts an event into the partner topic. */
  readonly emit: (event: Record<string, unknown>) => void;
}

const refused = (message: string) => Response.json({ error: { code: 'InvalidRequest', message } }, { status: 400 });

/**
 * Subscriptions of Microsoft Graph whose events come by an Event Grid partner topic. A soft deletion and a disabling both come as
 * an update, and that a group's members changed comes without saying whose membership it was.
 */
export function createSubscriptions({ now, tenantId, emit }: SubscriptionsOptions) {
  const subscriptions = new Map<string, Subscription>();

  const isAllowed = ({ expirationDateTime }: z.infer<typeof Times>): boolean => {
    const life = Date.parse(expirationDateTime) - now().getTime();
    return life > 0 && life <= longestMs;
  };
  const alive = () =>
    [...subscriptions.values()].filter((each) => Date.parse(each.expirationDateTime) > now().getTime());
  const onWire = ({ clientState: _secret, ...shown }: Subscription) => shown;

  const app = new Hono()
    .get('/', (c) => c.json({ value: alive().map(onWire) }))
    .post('/', async (c) => {
      const wanted = Wanted.safeParse(await c.req.json().catch(() => undefined));
      if (!wanted.success) return refused(z.prettifyError(wanted.error));
      if (!isAllowed(wanted.data)) return refused('Subscription expiration can only be 41760 minutes in the future.');
      const made = { ...wanted.data, id: randomUUID() };
      subscriptions.set(made.id, made);
      return c.json(onWire(made), 201);
    })
    .patch('/:id', async (c) => {
      const known = alive().find(({ id }) => id === c.req.param('id'));
      const wanted = Times.safeParse(await c.req.json().catch(() => undefined));
      if (!known)
        return Response.json({ error: { code: 'ResourceNotFound', message: 'There is none.' } }, { status: 404 });
      if (!wanted.success || !isAllowed(wanted.data)) return refused('The expiration is not allowed.');
      const renewed = { ...known, ...wanted.data };
      subscriptions.set(known.id, renewed);
      return c.json(onWire(renewed));
    });

  const eventOf = (kind: Kind, id: string, { clientState, ...from }: Subscription) => {
    const path = `${kinds[kind]}s/${id}`;
    return {
      id: randomUUID(),
      source: `/tenants/${tenantId}/applications/${from.id}`,
      subject: path,
      type: `Microsoft.Graph.${kinds[kind]}Updated`,
      time: now().toISOString(),
      specversion: '1.0',
      datacontenttype: 'application/json',
      data: {
        changeType: 'updated',
        clientState,
        resource: path,
        resourceData: {
          '@odata.type': `#Microsoft.Graph.${kinds[kind]}`,
          '@odata.id': path,
          id,
          organizationId: tenantId,
        },
        subscriptionExpirationDateTime: from.expirationDateTime,
        subscriptionId: from.id,
        tenantId,
      },
    };
  };

  return {
    app,
    /** Tells those who subscribed that somebody is not as before. */
    tellUpdated(kind: Kind, id: string): void {
      const wanting = alive().filter(
        ({ resource, changeType }) => resource.replace('/', '') === kind && changeType.includes('updated'),
      );
      for (const each of wanting) emit(eventOf(kind, id, each));
    },
  };
}
