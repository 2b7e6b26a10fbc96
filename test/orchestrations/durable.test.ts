import { app } from '@azure/functions';
import * as z from 'zod';
import { workflow } from '../../orchestrations/durable';
import type { World } from '../../shared/world';
import { triggerOf } from '../../scripts/worker/recorded-run';

type Handler = (trigger: unknown, context: unknown) => Promise<unknown>;

/** What the real SDK makes of a workflow that tells whether it is of version 1.2 or later. */
function handlerOf(): Handler {
  const caught: Handler[] = [];
  const generic = jest
    .spyOn(app, 'generic')
    .mockImplementation((_, { handler }) => void caught.push(handler as Handler));
  workflow({
    name: 'branching',
    input: z.null(),
    output: z.boolean(),

    *story(durable) {
      return durable.since('1.2');
    },
  }).register({} as World);
  generic.mockRestore();
  const [handler] = caught;
  if (!handler) throw new Error('the workflow did not register itself');
  return handler;
}

const at = { EventId: -1, Timestamp: '2027-03-01T12:00:00.000Z', IsPlayed: true };

/** The history that a host sends with the first turn of an instance of that version. */
const begun = (version: string | undefined) => [
  { ...at, EventType: 12 },
  { ...at, EventType: 0, Name: 'branching', Input: 'null', ...(version !== undefined && { Version: version }) },
];

describe('durable.since', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['1.0', false],
    ['1.1.9', false],
    ['1.2', true],
    ['1.10', true],
    ['2.0', true],
  ])('tells an instance of version %s what it was begun with', async (version, expected) => {
    const handler = handlerOf();
    const trigger = triggerOf({ workflow: 'branching', instanceId: 'one', history: begun(version) });
    expect(await handler(trigger, { log() {} })).toMatchObject({ isDone: true, output: expected });
  });
});
