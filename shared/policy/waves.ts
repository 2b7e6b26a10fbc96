import * as z from 'zod';

/** So many dependents, or so many in a hundred of them, rounded up. */
const Share = z.union([
  z.int().positive(),
  z.string().regex(/^([1-9]\d?|100)%$/, { error: 'expected a number, or a percentage such as 10%' }),
]);
export type Share = z.infer<typeof Share>;

/** Who of the dependents goes first. Those tagged `rewrap-canary` are canaries by their owner's word, whatever it says. */
const Canary = z.strictObject({
  tags: z
    .record(z.string(), z.string())
    .optional()
    .describe('Tags of the resource, such as environment: test. All that is given must match'),
  types: z.array(z.string()).optional().describe('Types of resources, such as Microsoft.Storage/storageAccounts'),
  share: Share.default(1).describe('How many of those that match; where none does, of all'),
});

/** In which steps dependents are moved. What follows its key by itself, or waits for a person, comes after all of them. */
export const WaveRules = z.strictObject({
  canary: Canary.prefault({}).describe('The first wave'),
  sizes: z
    .array(Share)
    .default([])
    .describe('The waves after the canary, such as [5, 10%], each of what is there in all; the rest is the last one'),
  atOnce: z
    .int()
    .min(10)
    .optional()
    .describe('Most dependents that are moved by us at the same time; absent means a whole wave'),
  onFailure: z
    .enum(['stop', 'go-on'])
    .default('stop')
    .describe('What happens to later waves when one leaves a dependent behind. An emergency always goes on'),
});
export type WaveRules = z.infer<typeof WaveRules>;
