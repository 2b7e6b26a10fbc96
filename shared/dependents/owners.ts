import type { ArmDependent } from './arm-dependent';
import { Denial, denies, makerOf } from './denials';
import type { Dependent, Discovery, OwnedDependent } from './dependent';
import { inBatches } from './in-batches';
import { textAt } from './json-path';
import { messageOf } from '../errors';
import { lasts, type Reads } from './reads';

/** Microsoft.Resources 2021-04-01. */
const groupsVersion = '2021-04-01';
/** Microsoft.Authorization 2022-04-01. Presumed: without a filter the list of a subscription holds all of its groups too. */
const denialsVersion = '2022-04-01';
const atOnce = 10;

const subscriptionOf = (id: string): string => id.split('/')[2] ?? '';

/** `/subscriptions/…/resourcegroups/…` of a resource. */
const groupOf = (id: string): string => id.toLowerCase().split('/').slice(0, 5).join('/');

/** Who may change what in one subscription. */
interface Rule {
  /** Owners by resource group. */
  readonly managed: ReadonlyMap<string, string>;
  readonly denials: readonly Denial[];
  readonly unreadable: Discovery['unreadable'];
}

/** Nothing, where the answer will not change; other faults may pass. */
const orNothing = (error: unknown): readonly never[] => {
  if (lasts(error)) return [];
  throw error;
};

const ruleOf = async (reads: Reads, subscription: string): Promise<Rule> => {
  const scope = `/subscriptions/${subscription}`;
  const unreadable: Discovery['unreadable'] = [];
  const groups = await reads.children(`${scope}/resourcegroups`, groupsVersion).catch((error: unknown) => {
    unreadable.push({
      scope: `${scope}/resourcegroups`,
      because: `Which groups are managed by others is unknown: ${messageOf(error)}`,
    });
    return orNothing(error);
  });
  // Where these may not be listed, a write that they forbid is refused by Azure, in words.
  const path = `${scope}/providers/Microsoft.Authorization/denyAssignments`;
  const denials = await reads.children(path, denialsVersion).catch(orNothing);
  const managed = groups.flatMap((group) => {
    const owner = textAt(group, 'managedBy');
    return owner ? [[group.id.toLowerCase(), owner.toLowerCase()] as const] : [];
  });
  return {
    managed: new Map(managed),
    denials: denials.flatMap((each) => Denial.safeParse(each).data ?? []),
    unreadable,
  };
};

/** What only the owners of some kinds know how to do. */
const askOf = (owner: string): string => {
  if (owner.includes('/microsoft.databricks/workspaces/')) {
    return `Ask whoever runs ${owner} to point the workspace at the new version; it passes it on to what it manages`;
  }
  if (owner.includes('/microsoft.solutions/applications/')) {
    return `Ask the publisher of the managed application ${owner} to bring it to the new version`;
  }
  return `Ask whoever ${owner.startsWith('/') ? 'runs' : 'made'} ${owner} to bring it to the new version`;
};

export interface Estate {
  readonly reads: Reads;
  readonly adapters: readonly Pick<ArmDependent, 'type' | 'rights'>[];
  /** Object ids of ours. */
  readonly identities: readonly string[];
}

const ownerOf = (
  { id, type }: Dependent,
  { managed, denials }: Rule,
  { adapters, identities }: Estate,
): string | undefined => {
  const actions = adapters.find((each) => each.type === type)?.rights.filter((right) => !right.endsWith('/read')) ?? [];
  const denial = denials.find((each) => denies(each, { id, actions }, identities));
  return managed.get(groupOf(id)) ?? (denial && makerOf(denial));
};

/**
 * Tells apart what others alone may change: resources in a group that something manages, such as a Databricks workspace or a
 * managed application, and those that a deny assignment keeps from us. The built-in role Reader covers both readings.
 */
export const ownedApart = async (
  found: readonly Dependent[],
  estate: Estate,
): Promise<Pick<Discovery, 'dependents' | 'unreadable'> & { ownedElsewhere: OwnedDependent[] }> => {
  const subscriptions = [...new Set(found.map(({ id }) => subscriptionOf(id)))];
  const read = await inBatches(subscriptions, atOnce, async (subscription) => {
    return [subscription, await ruleOf(estate.reads, subscription)] as const;
  });
  const rules = new Map(read);
  const sorted = found.map((dependent) => {
    const rule = rules.get(subscriptionOf(dependent.id));
    const owner = rule && ownerOf(dependent, rule, estate);
    return owner ? { ...dependent, owner, ask: askOf(owner) } : dependent;
  });
  const isOwned = (each: Dependent | OwnedDependent): each is OwnedDependent => 'owner' in each;
  return {
    dependents: sorted.filter((each) => !isOwned(each)),
    ownedElsewhere: sorted.filter(isOwned),
    unreadable: read.flatMap(([, { unreadable }]) => unreadable),
  };
};
