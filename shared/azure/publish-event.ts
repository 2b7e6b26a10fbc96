import type { EventGridPublisherClient } from '@azure/eventgrid';
import type { TokenCredential } from '@azure/identity';
import { isLoopback } from './clouds';

type Event = Parameters<EventGridPublisherClient<'CloudEvent'>['send']>[0][number];

/** Sends one CloudEvent to an Event Grid topic by the identity that may. Rejects where it is not taken. */
export const publishEvent =
  (credential: TokenCredential) =>
  async (endpoint: string, event: Event): Promise<void> => {
    const { EventGridPublisherClient } = await import('@azure/eventgrid');
    const client = new EventGridPublisherClient(endpoint, 'CloudEvent', credential, {
      allowInsecureConnection: isLoopback(endpoint),
    });
    await client.send([event], { abortSignal: AbortSignal.timeout(30_000) });
  };
