import * as df from 'durable-functions';
import { loggedTo } from '../shared/pacing/asking';
import type { World } from '../shared/world';
import { workflowsOf } from '../shared/workflows-of';
import { takeKeyVaultEvent } from './on-key-vault-event';

/**
 * The same events by way of a storage queue, for apps that nobody on the internet may reach: Event Grid puts them there, and
 * the app fetches them. What fails comes again after a while, and goes to the queue's poison queue in the end (`queues` in
 * host.json); the sweep covers what it was about.
 */
export const onQueuedEvent = (world: World, queueName: string): void =>
  df.app.client.storageQueue('onQueuedEvent', {
    queueName,
    connection: 'REWRAP_EVENTS',
    handler: (event, client, context) =>
      loggedTo(context, () => takeKeyVaultEvent(event, { world, workflows: workflowsOf(client), log: context })),
  });
