import { hashOf } from '../hash';
import type { Workflows, World } from '../world';
import { raiseSignal, settleSignals } from './raise-signal';

type Site = Pick<World, 'directory' | 'snapshots' | 'signals' | 'now'> & { readonly workflows: Workflows };

/** What a person or another system says. With an `id`, saying it again is the same. */
export interface Told {
  readonly principal: string;
  readonly reason: string;
  readonly by: string;
  readonly id?: string;
}

/**
 * Opens a case because somebody said so. `unknown`: neither the directory nor the last snapshot knows the principal, so it is of
 * another tenant, and nothing was begun. The same words of the same person on the same day are the same.
 */
export async function tellDeparture(
  site: Site,
  { principal, reason, by, id }: Told,
): Promise<'begun' | 'known' | 'unknown'> {
  const { directory, snapshots, now } = site;
  const last = await snapshots.last();
  const holders = last ? (await snapshots.get(last.id)).principals : [];
  // Whoever holds access can leave, though the directory forgot it long ago, or cannot be read at all.
  const isHolder = holders.some((each) => each.id === principal);
  if (!isHolder && (await directory.stateOf(principal)) === 'unknown') return 'unknown';

  const at = now().toISOString();
  const isNew = await raiseSignal(site, {
    id: hashOf(principal, 'told', id ?? [reason, by, at.slice(0, 10)].join(' ')),
    principal,
    kind: 'told',
    at,
    reason,
    by,
    ...(last && { before: last.id }),
  });
  // Whoever said it before may have died before its workflow was started.
  if (!isNew) await settleSignals(site.workflows, principal);
  return isNew ? 'begun' : 'known';
}
