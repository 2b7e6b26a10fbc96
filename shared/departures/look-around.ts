import type { AccessFacts } from '../access/facts';
import { firstSnapshot, outOfSight } from '../alerts/departure-wording';
import { hashOf } from '../hash';
import type { Workflows, World } from '../world';
import { asLastSeen, newlyUnseen } from './as-last-seen';
import { type Change, changesBetween } from './changes';
import { rememberGone } from './presence';
import { raiseSignal } from './raise-signal';
import type { Signal } from './signal';
import type { LastSnapshot } from './snapshots';

type Site = Pick<World, 'access' | 'policy' | 'snapshots' | 'signals' | 'alerts'> & { readonly workflows: Workflows };

const kindOf = ({ presence, lost }: Change): Signal['kind'] => {
  if (lost.length === 0) return 'gained';
  return presence === 'here' ? 'lost' : presence;
};

/**
 * The same for the same change, however often it is compared. The same access comes back under the same snapshot id, so whoever
 * loses it a second time is told apart by when it was last seen.
 */
const signalOf = (change: Change, last: LastSnapshot, at: string): Signal => {
  const kind = kindOf(change);
  const principal = change.who.id;
  const what = kind === 'gained' ? change.gained : change.lost;
  return {
    id: hashOf(principal, last.id, last.seenAt, kind, ...what.toSorted()),
    principal,
    kind,
    at,
    before: last.id,
  };
};

async function tellOfChanges(site: Site, last: LastSnapshot, facts: { before: AccessFacts; now: AccessFacts }) {
  for (const change of changesBetween(facts.before, facts.now))
    await raiseSignal(site, signalOf(change, last, facts.now.asOf));
  for (const unseen of newlyUnseen(facts.before, facts.now))
    await site.alerts.raise(outOfSight(unseen, facts.now.asOf));
}

/**
 * Reads who has access and compares it with the last snapshot: whoever's reach changed gets a signal, and only then it becomes
 * the last one. The first snapshot is compared with nothing, which a person hears. Whose membership of a group changed no event says,
 * and none needs to: each look asks which groups changed, and reads these, and those of which events told (`heardOf`). Answers which
 * snapshot holds now.
 */
export async function lookAround(
  site: Site,
  { notOlderThan, heardOf }: { notOlderThan?: Date; heardOf: readonly string[] },
): Promise<LastSnapshot> {
  const { access, policy, snapshots } = site;
  const { scope } = await policy();
  const read = await access.facts(scope, notOlderThan, heardOf);
  const last = await snapshots.last();
  if (last && read.asOf <= last.seenAt) return last;

  const before = last && (await snapshots.get(last.id));
  const now = before ? rememberGone(before, asLastSeen(before, read)) : read;
  const next = { id: await snapshots.keep(now), seenAt: now.asOf };
  if (!last || !before) await site.alerts.raise(firstSnapshot(next.id, now.principals.length, now.asOf));
  else if (next.id !== last.id) await tellOfChanges(site, last, { before, now });
  return (await snapshots.replace(next, last)) ? next : ((await snapshots.last()) ?? next);
}
