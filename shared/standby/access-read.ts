import type { AccessFacts } from '../access/facts';
import { messageOf } from '../errors';
import type { Policy } from '../policy/policy';
import type { World } from '../world';

/** Who has access, or why nobody could read it. */
export type AccessRead = AccessFacts | { readonly unread: string };

/** Never rejects: what stands in the way is told. */
export const readAccess = (
  { access }: Pick<World, 'access'>,
  { scope }: Pick<Policy, 'scope'>,
  notOlderThan: Date,
): Promise<AccessRead> => access.facts(scope, notOlderThan).catch((error: unknown) => ({ unread: messageOf(error) }));
