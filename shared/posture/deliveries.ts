import * as z from 'zod';
import type { Arm } from '../azure/arm';
import { lasts } from '../dependents/reads';

/** Where our events have to be brought: into the queue, where they come by one, else to functions of our app. */
export interface Receiver {
  readonly eventQueue?: string | undefined;
  /** Name of the Function App. Without it, functions of our names count whichever app they are in. */
  readonly site?: string | undefined;
}

/** An event subscription. */
export interface Delivery {
  readonly id: string;
  readonly state: string;
}

/** Event subscriptions of some topics that bring events to us, and where others of our kind bring them instead. */
export interface Deliveries {
  readonly ours: readonly Delivery[];
  readonly elsewhere: readonly string[];
}

/** Where an event subscription delivers; with an identity of its own it stands one level deeper. Microsoft.EventGrid 2025-02-15. */
const Destination = z
  .object({ properties: z.object({ resourceId: z.string().optional(), queueName: z.string().optional() }).optional() })
  .nullish();
const Subscription = z.object({
  id: z.string(),
  properties: z.object({
    provisioningState: z.string().optional(),
    destination: Destination,
    deliveryWithResourceIdentity: z.object({ destination: Destination }).nullish(),
  }),
});

const targetOf = ({
  properties,
}: z.infer<typeof Subscription>): { resourceId: string; queueName: string | undefined } => {
  const target = properties.destination ?? properties.deliveryWithResourceIdentity?.destination;
  return { resourceId: target?.properties?.resourceId ?? '', queueName: target?.properties?.queueName };
};

const functionIn = (resourceId: string): { site: string; name: string } => {
  const [, site = '', name = ''] = /(?:\/sites\/([^/]+))?\/functions\/([^/]+)$/i.exec(resourceId) ?? [];
  return { site: site.toLowerCase(), name: name.toLowerCase() };
};

/**
 * What is delivered of these topics, and to whom; undefined where one may not be read: then nobody knows.
 * @param taker name of our function that takes such events
 */
export const deliveriesOf = async (
  { arm, receiver }: { arm: Arm; receiver: Receiver },
  topics: readonly string[],
  taker: string,
): Promise<Deliveries | undefined> => {
  const { eventQueue, site } = receiver;
  const isTaker = (one: z.infer<typeof Subscription>) =>
    functionIn(targetOf(one).resourceId).name === taker.toLowerCase();
  const isAtUs = (one: z.infer<typeof Subscription>) =>
    eventQueue === undefined
      ? isTaker(one) && (site === undefined || functionIn(targetOf(one).resourceId).site === site.toLowerCase())
      : targetOf(one).queueName === eventQueue;
  try {
    const lists = topics.map((id) => arm.list(`${id}/eventSubscriptions`, '2025-02-15', Subscription));
    const all = (await Promise.all(lists)).flat();
    return {
      ours: all.filter(isAtUs).map(({ id, properties: { provisioningState: state = 'Succeeded' } }) => ({ id, state })),
      elsewhere: all.filter((one) => isTaker(one) && !isAtUs(one)).map((one) => targetOf(one).resourceId),
    };
  } catch (error) {
    if (lasts(error)) return undefined;
    throw error;
  }
};

/** Those that Event Grid has not brought to an end, or that have failed. */
export const unwellOf = ({ ours }: Deliveries): Delivery[] => ours.filter(({ state }) => state !== 'Succeeded');
