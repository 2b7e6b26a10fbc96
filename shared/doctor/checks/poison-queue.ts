import { check } from '../check';

/** Where the host puts messages that failed as often as host.json allows (`queues.maxDequeueCount`). */
const poisonOf = (queue: string): string => `${queue}-poison`;

/** Events that came by the queue and were given up. The sweep covers what they were about, but something is wrong with the app. */
export const poisonQueue = check({
  name: 'poison-queue',
  async gather({ receiver: { eventQueue }, queueLength }) {
    if (eventQueue === undefined || queueLength === undefined) return undefined;
    const queue = poisonOf(eventQueue);
    return { queue, messages: await queueLength(queue) };
  },
  judge: (found) =>
    found === undefined || found.messages === 0
      ? []
      : [
          {
            code: 'poison-queue',
            subject: found.queue,
            message: `${found.messages} events that came by the queue failed again and again, and lie in ${found.queue}`,
            nextStep: `Read them, and what the log of the function onQueuedEvent says: az storage message peek --account-name <state account> --queue-name ${found.queue} --auth-mode login. Mend it, then: az storage message clear --account-name <state account> --queue-name ${found.queue} --auth-mode login`,
            severity: 'warning',
          },
        ],
});
