import { check } from '../check';

/** Events that Event Grid gave up. The sweep covers what they were about, but something kept them away. */
export const deadLetters = check({
  name: 'dead-letters',
  gather: ({ deadLetters: names }) => names(),
  judge: (names) =>
    names.length === 0
      ? []
      : [
          {
            code: 'dead-letters',
            subject: 'rewrap-dead-letters',
            message: `Event Grid could not deliver some events, such as ${names[0]}`,
            nextStep:
              'Read why (deadLetterReason), mend it, then delete them: az storage blob list --account-name <state account> --container-name rewrap-dead-letters --auth-mode login',
            severity: 'warning',
          },
        ],
});
