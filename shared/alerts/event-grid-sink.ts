import type { TokenCredential } from '@azure/identity';
import * as z from 'zod';
import { isLoopback } from '../azure/clouds';
import { once } from '../once';
import type { AlertSink, Delivery } from './alert';

interface Topic {
  readonly name: string;
  readonly endpoint: string;
  /** An access key, or the identity that may send. */
  readonly credential: string | TokenCredential;
}

const Answered = z.object({ statusCode: z.int() });

/** 400 and 413: this topic will not take this event, however often it is sent. Others may pass or be mended. */
const deliveryOf = (status: number, host: string): Delivery => ({
  outcome: status === 400 || status === 413 ? 'never' : 'later',
  because: `${host} answered ${status}`,
});

/** Sends alerts as CloudEvents to an Event Grid topic, whose input schema must be CloudEvents 1.0. */
export const eventGridSink = ({ name, endpoint, credential }: Topic): AlertSink => {
  const client = once(async () => {
    const { AzureKeyCredential, EventGridPublisherClient } = await import('@azure/eventgrid');
    return new EventGridPublisherClient(
      endpoint,
      'CloudEvent',
      typeof credential === 'string' ? new AzureKeyCredential(credential) : credential,
      // The outbox retries; plain http is for a topic on this machine.
      { retryOptions: { maxRetries: 0 }, allowInsecureConnection: isLoopback(endpoint) },
    );
  });
  return {
    name,
    async deliver(alert, signal) {
      const { id, kind, subject, at } = alert;
      const event = { type: `Rewrap.${kind}`, source: '/rewrap', id, subject, time: new Date(at), data: alert };
      try {
        await (await client()).send([event], { abortSignal: signal });
        return { outcome: 'taken' };
      } catch (error) {
        const answer = Answered.safeParse(error);
        if (answer.success) return deliveryOf(answer.data.statusCode, new URL(endpoint).host);
        throw error;
      }
    },
  };
};
