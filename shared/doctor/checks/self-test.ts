import { isMissed, kinds, topicOf } from '../../self-test/self-test';
import { check } from '../check';

/** What the last self-tests said of the way that events take. */
export const selfTest = check({
  name: 'self-test',
  async gather({ policy, selfTests, selfTestTopic, now }) {
    const last = await Promise.all(kinds.map((kind) => selfTests.last(kind)));
    const isOn = topicOf(await policy(), selfTestTopic) !== undefined;
    return { isOn, last: last.flatMap((each) => each ?? []), now: now() };
  },
  judge: ({ isOn, last, now }) => {
    if (!isOn) {
      return [
        {
          code: 'no-self-test',
          subject: 'self-test',
          message: 'There is no topic for self-tests: nobody would notice that events have stopped to come',
          nextStep: 'Deploy again (azd up): the template makes one and sets REWRAP_SELF_TEST_TOPIC',
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
          'Deploy its subscriptions again: azd hooks run postdeploy. See what there is: az eventgrid event-subscription list --source-resource-id <resource id of the topic for self-tests>',
        severity: 'critical' as const,
      }));
  },
});
