import type { SelfTest } from '../self-test/self-test';
import { wording, type Wording } from './plain-words';

const ways = { 'near-expiry': 'events of vaults', 'role-change': 'changes of roles' } as const;

/** One alert per test. It goes by the sinks, which do not depend on the way that was tested. */
export const selfTestMissed = ({ kind, sentAt, problem }: SelfTest): Wording =>
  wording(
    { subject: `self-test ${kind}`, kind: 'NeedsPerson', severity: 'critical', occasion: sentAt },
    problem === undefined
      ? `A synthetic event that was sent at ${sentAt} has not arrived: ${ways[kind]} may not reach Rewrap. The sweep goes on without them.`
      : `The synthetic event of ${sentAt} could not be sent, so nobody knows whether ${ways[kind]} reach Rewrap: ${problem}`,
    [
      'Look what is missing: npm run doctor',
      'Deploy the subscriptions of its topic again: azd hooks run postdeploy. See what there is: az eventgrid event-subscription list --source-resource-id <resource id of the topic for self-tests>',
    ],
  );
