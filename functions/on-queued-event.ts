import * as df from 'durable-functions';
import { loggedTo } from '../shared/pacing/asking';
import type { World } from '../shared/world';
import { workflowsOf } from '../shared/workflows-of';
import { takeKeyVaultEvent } from './on-key-vault-event';
import { type OwnTenant, takeRoleChange } from './on-role-change';
import { readRoleChangeEvent } from './role-change-event';

type Site = Parameters<typeof takeRoleChange>[1];

/** The host hands over what it could parse as JSON, and else the text: then the text says what is wrong with it. */
const parsed = (message: unknown): unknown => {
  if (typeof message !== 'string') return message;
  try {
    return JSON.parse(message);
  } catch {
    return message;
  }
};

/** Takes a message: one event, or several in an array. One that fails sends its neighbours round again, which does no harm. */
export async function takeQueuedEvent(message: unknown, site: Site): Promise<void> {
  for (const event of [parsed(message)].flat()) {
    const isRoleChange = 'event' in readRoleChangeEvent(event);
    await (isRoleChange ? takeRoleChange(event, site) : takeKeyVaultEvent(event, site));
  }
}

/**
 * The same events by way of a storage queue, for apps that nobody on the internet may reach: Event Grid puts them there, and
 * the app fetches them. What fails comes again after a while, and goes to the queue's poison queue in the end (`queues` in
 * host.json); the sweep covers what it was about.
 */
export const onQueuedEvent = (world: World, queueName: string, ours: OwnTenant): void =>
  df.app.client.storageQueue('onQueuedEvent', {
    queueName,
    connection: 'REWRAP_EVENTS',
    handler: (message, client, context) =>
      loggedTo(context, () =>
        takeQueuedEvent(message, { ...ours, world, workflows: workflowsOf(client), log: context }),
      ),
  });
