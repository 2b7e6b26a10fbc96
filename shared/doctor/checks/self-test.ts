import { isMissed, kinds } from '../../self-test/self-test';
import { check } from '../check';

/** What the last self-tests said of the way that events take. */
export const selfTest = check({
  name: 'self-test',
  async gather({ policy, selfTests, now }) {
    const last = await Promise.all(kinds.map((kind) => selfTests.last(kind)));
    return { isOn: (await policy()).selfTest !== undefined, last: last.flatMap((each) => each ?? []), now: now() };
  },
  judge: ({ isOn, last, now }) => {
    if (!isOn) {
      return [
        {
          code: 'no-self-test',
          subject: 'self-test',
          message: 'The policy names no topic for self-tests: nobody would notice that events have stopped to come',
          nextStep: 'Name one under selfTest in policy.yaml, as docs/operations.md tells',
          severity: 'info',
        },
      ];
    }
    return last
      .filter((test) => isMissed(test, now))
      .map(({ kind, sentAt, problem }) => ({
        code: 'self-test-missed',
        subject: `self-test ${kind}`,
        message: `The synthetic event of ${sentAt} ${problem === undefined ? 'has not arrived' : `could not be sent: ${problem}`}`,
        nextStep:
          'See whether the subscriptions of the topic are there, and where they deliver: az eventgrid event-subscription list --source-resource-id <resource id of the topic under selfTest>',
        severity: 'critical' as const,
      }));
  },
});
