import { isMissed, kinds, type SelfTest, topicOf } from '../../self-test/self-test';
import { check } from '../check';
import type { Found } from '../diagnosis';

/** One is sent every day, by a timer that looks every hour. */
const moreThanADay = 26 * 3_600_000;

const notSent = ({ kind, sentAt }: SelfTest): Found => ({
  code: 'self-test-silent',
  subject: `self-test ${kind}`,
  message: `No synthetic event was sent since ${sentAt}: the timer selfTest does not run`,
  nextStep:
    'Look at the log of the function selfTest. To start the app anew: az functionapp restart --name <app> --resource-group <group>',
  severity: 'warning',
});

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
    const silent = last.filter(({ sentAt }) => now.getTime() - Date.parse(sentAt) > moreThanADay).map(notSent);
    const missed = last
      .filter((test) => isMissed(test, now))
      .map(({ kind, sentAt, problem }) => ({
        code: 'self-test-missed',
        subject: `self-test ${kind}`,
        message: `The synthetic event of ${sentAt} ${problem === undefined ? 'has not arrived' : `could not be sent: ${problem}`}`,
        nextStep:
          'Deploy its subscriptions again: azd hooks run postdeploy. See what there is: az eventgrid event-subscription list --source-resource-id <resource id of the topic for self-tests>',
        severity: 'critical' as const,
      }));
    return [...missed, ...silent];
  },
});
