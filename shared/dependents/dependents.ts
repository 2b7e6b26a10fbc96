import type { Arm } from '../azure/arm';
import { asUrgent, patiently } from '../pacing/asking';
import type { Dependents, LagBook } from '../world';
import { armDependents } from './arm-dependents';
import { withCode } from './coded-dependents';
import { isApplicationData, type Dependent } from './dependent';
import { together } from './discover';
import type { SearchServices } from '../azure/search';
import { isSearchObject, searchDependents } from './search/search-dependents';
import { applicationData } from './wrapped-keys/application-data';

/** Everything that wraps its data keys with ours: resources that Azure Resource Manager holds, and stores of applications. */
export const dependents = (
  outside: Parameters<typeof applicationData>[0] & {
    readonly arm: Arm;
    /** None where the cloud has no AI Search that we know of. */
    readonly search?: SearchServices | undefined;
    /** Object ids of ours. */
    readonly identities?: readonly string[];
    readonly lagBook?: Pick<LagBook, 'of'>;
  },
): Dependents => {
  const resources = withCode({ ...outside, engine: armDependents(outside) });
  const searches = searchDependents(outside);
  const data = applicationData(outside);
  const holderOf = (dependent: Dependent): Dependents => {
    if (isSearchObject(dependent)) return searches;
    return isApplicationData(dependent) ? data : resources;
  };
  return {
    find: (...asked) =>
      patiently(async () =>
        together(await Promise.all([resources, searches, data].map((each) => each.find(...asked)))),
      ),
    move: (dependent, how) => asUrgent(how.nudge, () => holderOf(dependent).move(dependent, how)),
    undo: (dependent, how) => holderOf(dependent).undo(dependent, how),
    release: async (dependent, at) => (isApplicationData(dependent) ? data.release?.(dependent, at) : undefined),
    observe: (dependent, at) => patiently(() => holderOf(dependent).observe(dependent, at)),
  };
};
