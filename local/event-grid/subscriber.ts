import { isCloudEvent, type Delivery, type Outcome } from './delivery';

/** Who gets the events, and how he is reached. */
export interface SubscriberOptions {
  /** The webhook, e.g. `http://localhost:7071/runtime/webhooks/eventgrid?functionName=onKeyVaultEvent`. */
  readonly deliverTo: string;
  readonly subscriptionName?: string;
  readonly send?: (request: Request) => Promise<Response>;
}

/** Milliseconds of real time that the subscriber has for an answer. */
const patience = 30_000;

/** Posts one event: in an array in Event Grid's own schema, bare as a CloudEvent. */
export const subscriber =
  ({ deliverTo, subscriptionName = 'rewrap', send = fetch }: SubscriberOptions) =>
  async ({ event, attempts }: Delivery): Promise<Outcome> => {
    const bare = isCloudEvent(event);
    const headers = {
      'content-type': bare ? 'application/cloudevents+json' : 'application/json',
      'aeg-event-type': 'Notification',
      'aeg-subscription-name': subscriptionName.toUpperCase(),
      'aeg-delivery-count': String(attempts),
    };
    const signal = AbortSignal.timeout(patience);
    const body = JSON.stringify(bare ? event : [event]);
    return send(new Request(deliverTo, { method: 'POST', headers, body, signal })).then(
      ({ status }) => status,
      // A subscriber that cannot be reached is tried again as a busy one is.
      () => (signal.aborted ? 'timed-out' : 503),
    );
  };
