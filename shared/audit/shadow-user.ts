import * as z from 'zod';

/** Whoever used a key and belongs to nothing that is known: disabling the version that it uses would cut it off. */
export const ShadowUser = z.object({
  principal: z.string().describe('Object id of who it is, or an app id or "unknown" where the log tells no more'),
  name: z.string().optional().describe('User principal name, or the resource that the identity belongs to'),
  operations: z.array(z.string()),
  count: z.int(),
  last: z.iso.datetime(),
  addresses: z.array(z.string()).describe('IP addresses that it called from'),
});
export type ShadowUser = z.infer<typeof ShadowUser>;
