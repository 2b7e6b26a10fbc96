import * as z from 'zod';
import type { BucketView } from '../../shared/pacing/budget';
import { endpoint } from './guarded';

const Bucket = z
  .object({
    bucket: z
      .string()
      .describe('Whose limit it is: arm/SUBSCRIPTION/IDENTITY/KIND, graph/IDENTITY, vault/HOST/CLASS, ...'),
    capacity: z.number().describe('Tokens that may be there at once'),
    perSecond: z.number().describe('Tokens that come in each second'),
    tokens: z.number().describe('Tokens that are not lent; below zero, what comes in next is lent already'),
    lent: z.number().describe('Tokens lent since the bucket was first used, less those given back'),
    throttled: z.int().describe('Answers 429 since then'),
    closedUntil: z.iso.datetime().optional().describe('The service, or a provider behind it, refuses calls until then'),
    instances: z.int().describe('Instances of the app that asked lately'),
    waiting: z.int().describe('Calls that wait for their turn in the instance that answers'),
    putOff: z.int().describe('Calls that the instance that answers has put off since it started'),
  })
  .meta({ id: 'Bucket' });

const shown = ({ closedUntil, ...view }: BucketView): z.infer<typeof Bucket> => ({
  ...view,
  ...(closedUntil !== undefined && { closedUntil: new Date(closedUntil).toISOString() }),
});

/** How much Azure lets us ask for, and how much of it is used. */
export const pacing = endpoint({
  name: 'pacing',
  method: 'GET',
  route: 'pacing',
  summary: 'Limits of Azure that calls are paced by, and how much of each is used',
  role: 'Rewrap.Read',
  accepts: {},
  answers: {
    200: { description: 'Every bucket that was used within a day', schema: z.object({ buckets: z.array(Bucket) }) },
  },
  async run(_, { world }) {
    return { status: 200, jsonBody: { buckets: (await world.pacing.look()).map(shown) } };
  },
});
