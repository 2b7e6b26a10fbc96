import type { Discovery } from './dependent';
import { together } from './discover';

const byId = <T extends { readonly id: string }>(all: readonly T[]): T[] =>
  [...new Map(all.toReversed().map((each) => [each.id, each])).values()].toReversed();

/** Two discoveries as one: what both show stands in it once, as the first shows it. */
export const eachOnce = (first: Discovery, second: Discovery): Discovery => {
  const { dependents, unknown, unreadable, ownedElsewhere, notInScope } = together([first, second]);
  const scopes = new Map(unreadable.map((each) => [`${each.scope} ${each.because}`, each]));
  return {
    ...first,
    dependents: byId(dependents),
    unknown: byId(unknown),
    unreadable: [...scopes.values()],
    ...(ownedElsewhere && { ownedElsewhere: byId(ownedElsewhere) }),
    ...(notInScope && { notInScope: byId(notInScope) }),
  };
};
