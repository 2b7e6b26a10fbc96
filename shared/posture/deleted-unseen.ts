import { recoverCommand } from '../keys/key-url';
import { orRefused } from '../refusal';
import type { World } from '../world';
import type { Judged } from './estate-finding';

/** A vault that somebody empties has thousands; the first say enough. */
const mostTold = 20;

/**
 * Deleted keys of a vault that no sweep has ever seen alive: of those that one has seen an alert of their own tells. Where the vault
 * does not let us list them, they are not in sight; keys of certificates are left to those.
 */
export async function deletedUnseen(
  { keys, posture }: Pick<World, 'keys' | 'posture'>,
  vault: string,
): Promise<Judged[]> {
  const found = await orRefused(async () => ({ keys: await keys.recoverable(vault) }));
  if ('refused' in found) return [];
  const unseen: Judged[] = [];
  for (const { key, managed, purgesOn } of found.keys) {
    if (unseen.length === mostTold) break;
    if (managed || (await posture.get(key)) !== undefined) continue;
    unseen.push({
      code: 'soft-deleted',
      subject: key,
      message: `${key} was deleted before Rewrap ever saw it${purgesOn ? `, and will be purged on ${purgesOn}` : ''}`,
      nextStep: `If anything still needs it, recover it: ${recoverCommand(key)}`,
      severity: 'warning',
    });
  }
  return unseen;
}
