import * as df from 'durable-functions';
import { eventRefused } from '../shared/alerts/wording';
import { askForLook } from '../shared/departures/ask-for-look';
import { hashOf } from '../shared/hash';
import { loggedTo } from '../shared/pacing/asking';
import { noteArrival } from '../shared/self-test/note-arrival';
import type { Workflows, World } from '../shared/world';
import { workflowsOf } from '../shared/workflows-of';
import type { Log } from './log';
import { readRoleChangeEvent, type RoleChangeEvent } from './role-change-event';

/** By what events of others are told from ours. */
export interface OwnTenant {
  readonly tenantId?: string | undefined;
  /** What our subscriptions of Microsoft Graph send along. */
  readonly clientState?: string | undefined;
}

interface Site extends OwnTenant {
  readonly world: World;
  readonly workflows: Workflows;
  readonly log: Log;
}

/**
 * Takes one event that says that somebody's access may have changed. It causes a look and nothing else: who lost what follows from
 * comparing what is with the last snapshot. One that cannot be read or is of another tenant is kept, alerted, and counts as
 * taken, because Event Grid drops what is refused. Throws when it should be delivered again: our own storage did not answer.
 */
export async function takeRoleChange(raw: unknown, site: Site): Promise<void> {
  const { world, log } = site;
  if (await noteArrival(world, raw)) return log.info('self-test arrived');
  const read = readRoleChangeEvent(raw);
  if ('unreadable' in read) return refuse(raw, read.unreadable, site);

  const { event } = read;
  const foreign = await whyForeign(event, site);
  if (foreign !== undefined) return refuse(raw, foreign, site);
  if (!event.matters || !(await mayMatter(event, world)))
    return log.info('event noted', { event: event.id, what: event.what, about: event.about });

  const { id, what, about } = event;
  const actor = 'actor' in event ? event.actor : undefined;
  await askForLook(
    { news: world.news, workflows: site.workflows },
    { id, what, about, at: world.now().toISOString(), ...(actor && { actor }) },
  );
  log.info('look at access asked for', { event: id, what, about, actor });
}

async function whyForeign(event: RoleChangeEvent, { world, tenantId, clientState }: Site): Promise<string | undefined> {
  const isOurs = event.tenant === undefined || tenantId === undefined || event.tenant === tenantId.toLowerCase();
  if (!isOurs) return `it is about tenant ${event.tenant}, which is not ours`;
  if (event.from === 'graph') {
    if (tenantId === undefined) return 'REWRAP_TENANT_ID is not set, so it cannot be told from events of other tenants';
    return clientState === undefined || event.clientState === clientState
      ? undefined
      : 'its clientState is not that of our subscription';
  }
  const { scope } = await world.policy();
  return scope.subscriptions.includes(event.subscription)
    ? undefined
    : `subscription ${event.subscription || '(none)'} is not in scope`;
}

/** Most users and groups of a tenant have nothing to do with keys: a look follows only for those in the last snapshot. */
async function mayMatter(event: RoleChangeEvent, { snapshots }: World): Promise<boolean> {
  if (event.from !== 'graph') return true;
  const last = await snapshots.last();
  if (!last) return true;
  const { principals } = await snapshots.get(last.id);
  return principals.some(({ id }) => id === event.about);
}

/** The outbox knows the alert by the letter's name, so an event that is delivered again alerts nobody again. */
async function refuse(raw: unknown, because: string, { world, log }: Site): Promise<void> {
  const id = hashOf(JSON.stringify(raw) ?? '');
  await world.letters.keep({ id, source: 'onRoleChange', raw, because, at: world.now().toISOString() });
  await world.alerts.raise(eventRefused({ letter: id, because }));
  log.warn('event refused', { letter: id, because });
}

/** Event Grid trigger for events of subscriptions and of the directory. */
export const onRoleChange = (world: World, ours: OwnTenant): void =>
  df.app.client.eventGrid('onRoleChange', {
    handler: (event, client, context) =>
      loggedTo(context, () => takeRoleChange(event, { ...ours, world, workflows: workflowsOf(client), log: context })),
  });
