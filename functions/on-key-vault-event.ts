import * as df from 'durable-functions';
import { eventRefused } from '../shared/alerts/wording';
import { askForLook } from '../shared/departures/ask-for-look';
import { hashOf } from '../shared/hash';
import { loggedTo } from '../shared/pacing/asking';
import { isForeign } from '../shared/rotations/decide-rotation';
import { gatherKeyFacts } from '../shared/rotations/key-facts';
import { requestRotation } from '../shared/rotations/request-rotation';
import { noteArrival } from '../shared/self-test/note-arrival';
import type { Workflows, World } from '../shared/world';
import { workflowsOf } from '../shared/workflows-of';
import { readKeyVaultEvent, type KeyVaultEvent } from './key-vault-event';
import type { Log } from './log';
import { requestId } from './request-id';
import { whyRefused } from './why-refused';

type KeyEvent = Extract<KeyVaultEvent, { key: unknown }>;
type VaultEvent = Extract<KeyVaultEvent, { what: 'VaultAccessPolicyChanged' }>;

interface Site {
  readonly world: World;
  readonly workflows: Workflows;
  readonly log: Log;
}

const causes = {
  KeyNearExpiry: 'near-expiry',
  KeyExpired: 'expired',
  KeyNewVersionCreated: 'foreign-version',
} as const;

/**
 * Takes one event of a vault. It only says where to look: the workflow asks vault and policy whether anything is due. An
 * event that cannot be read or is about what is not ours is kept and alerted, and counts as taken, because Event Grid
 * drops what is refused. Throws when it should be delivered again: the vault or our own storage did not answer.
 */
export async function takeKeyVaultEvent(raw: unknown, site: Site): Promise<void> {
  const { world, log } = site;
  if (await noteArrival(world, raw)) return log.info('self-test arrived');
  const read = readKeyVaultEvent(raw);
  if ('unreadable' in read) return refuse(raw, read.unreadable, site);

  const { event } = read;
  const { scope } = await world.policy();
  if (event.vault && !scope.vaults.includes(event.vault)) return refuse(raw, `${event.vault} is not in scope`, site);
  if (event.what === 'VaultAccessPolicyChanged') return lookAtPolicies(event, site);
  if (!('key' in event)) return log.info('event noted', { event: event.id, what: event.what, vault: event.vault });

  const refusal = await whyRefused(event.key, site);
  if (refusal) return refuse(raw, `${refusal.key}: ${refusal.code}. ${refusal.nextStep}`, site);
  if (event.what === 'KeyNewVersionCreated' && !isForeign(await gatherKeyFacts(world, event.key))) {
    return log.info('event noted', { event: event.id, what: event.what, key: event.key, because: 'not foreign' });
  }
  await ask(event, site);
}

/** It does not say whose access changed. */
async function lookAtPolicies({ id, what, vault = 'a vault' }: VaultEvent, { world, workflows, log }: Site) {
  await askForLook({ news: world.news, workflows }, { id, what, about: vault, at: world.now().toISOString() });
  log.info('look at access asked for', { event: id, what, about: vault });
}

async function ask({ id, what, key, version }: KeyEvent, { world, workflows, log }: Site): Promise<void> {
  const cause = causes[what];
  const { state } = await requestRotation(
    { requests: world.requests, workflows },
    {
      id: requestId(key, cause, version),
      key,
      version,
      cause,
      reason: `event ${what}`,
      requestedBy: 'onKeyVaultEvent',
      requestedAt: world.now().toISOString(),
    },
  );
  log.info('rotation asked for', { event: id, key, cause, state });
}

/** The outbox knows the alert by the letter's name, so an event that is delivered again alerts nobody again. */
async function refuse(raw: unknown, because: string, { world, log }: Site): Promise<void> {
  const id = hashOf(JSON.stringify(raw) ?? '');
  await world.letters.keep({ id, source: 'onKeyVaultEvent', raw, because, at: world.now().toISOString() });
  await world.alerts.raise(eventRefused({ letter: id, because }));
  log.warn('event refused', { letter: id, because });
}

/** Event Grid trigger for vault events. */
export const onKeyVaultEvent = (world: World): void =>
  df.app.client.eventGrid('onKeyVaultEvent', {
    handler: (event, client, context) =>
      loggedTo(context, () => takeKeyVaultEvent(event, { world, workflows: workflowsOf(client), log: context })),
  });
