import { selfTestMissed } from '../alerts/self-test-wording';
import { messageOf } from '../errors';
import type { Policy } from '../policy/policy';
import type { World } from '../world';
import { idOfTest, nextFor, topicOf, type SelfTest, type SelfTestKind } from './self-test';
import { syntheticEvent, type SyntheticEvent } from './synthetic-events';

/** Sends an event to the topic at that endpoint. */
export type Publish = (endpoint: string, event: SyntheticEvent) => Promise<void>;

/** How synthetic events go out. */
export interface WayOut {
  /** Topic of this installation, if it has one. */
  readonly topic?: string | undefined;
  readonly publish: Publish;
}

interface Site extends WayOut, Pick<World, 'policy' | 'selfTests' | 'alerts' | 'now'> {
  readonly random: () => string;
}

/** The row is written first: what cannot be sent counts as what did not arrive. */
const send = async (site: Site, policy: Policy, kind: SelfTestKind, endpoint: string): Promise<void> => {
  const at = site.now();
  const test: SelfTest = { id: idOfTest(kind, site.random()), kind, sentAt: at.toISOString() };
  await site.selfTests.put(test);
  try {
    await site.publish(endpoint, syntheticEvent(kind, policy, { id: test.id, at }));
  } catch (error) {
    await site.selfTests.put({ ...test, problem: messageOf(error) });
  }
};

/** A subscription is needed to make a role change of. */
const kindsIn = ({ scope }: Policy): SelfTestKind[] =>
  scope.subscriptions.length > 0 ? ['near-expiry', 'role-change'] : ['near-expiry'];

/**
 * Once a day has a synthetic event of each kind go the way that real ones go, and an hour later raises an alert, by the sinks, for each
 * that did not arrive. Called every hour. Does nothing where there is no topic.
 */
export async function runSelfTests(site: Site): Promise<void> {
  const policy = await site.policy();
  const endpoint = topicOf(policy, site.topic);
  if (endpoint === undefined) return;
  for (const kind of kindsIn(policy)) {
    const last = await site.selfTests.last(kind);
    const next = nextFor(last, site.now());
    if (next === 'tell' && last) await site.alerts.raise(selfTestMissed(last));
    if (next === 'send') await send(site, policy, kind, endpoint);
  }
}
