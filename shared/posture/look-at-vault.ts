import { foundBySweep } from '../alerts/finding-wording';
import { lasts } from '../dependents/reads';
import { keysOfVault } from '../rotations/keys-of-vault';
import type { World } from '../world';
import { deletedUnseen } from './deleted-unseen';
import type { Judged } from './estate-finding';
import { judgeVault } from './judge-vault';
import { newsIn } from './news';
import { servedTogether, type Served } from './vault-view';

type Site = Pick<World, 'keys' | 'vaults' | 'vaultPosture' | 'posture' | 'policy' | 'alerts' | 'now'>;

/**
 * Looks at a vault itself, beside its keys, and has people hear of what is new. What Azure Resource Manager does not
 * let us see is not judged; while it is in trouble, what was found last stays, since its keys must be looked after all the same. `refused` is what the vault itself said when it was asked for its keys.
 */
export async function lookAtVault(
  world: Site,
  vault: string,
  { notOlderThan, refused }: { notOlderThan: Date; refused?: string },
): Promise<void> {
  const policy = await world.policy();
  const view = await world.vaults
    .look(vault, policy.scope, notOlderThan)
    .catch((error: unknown) => (lasts(error) ? { vault, isHsm: false } : undefined));
  if (!view) return;
  const now = world.now();
  const earlier = await world.vaultPosture.get(vault);
  const judged = judgeVault(view, { served: await servedIn(world, vault), policy, now });
  const own = refused === undefined ? await deletedUnseen(world, vault) : [ownRightMissing(vault, refused)];
  const { findings, news } = newsIn([...own, ...judged], earlier, now);
  for (const finding of news) await world.alerts.raise(foundBySweep(finding, now));
  await world.vaultPosture.put({ vault, findings, asOf: now.toISOString() });
}

/** A recovered vault comes back without its role assignments. An alert of its own tells of it, every day. */
const ownRightMissing = (vault: string, refused: string): Judged => ({
  code: 'own-right-missing',
  subject: vault,
  message: `${vault} does not let Rewrap list its keys`,
  nextStep: refused,
  severity: 'critical',
});

async function servedIn(world: Pick<World, 'posture'>, vault: string): Promise<Served> {
  const served: Served[] = [];
  for await (const { serves } of keysOfVault(world, vault)) if (serves) served.push(serves);
  return servedTogether(served);
}
