import type { Later } from '../shared/dependents/search-in-turn';
import type { Durable, Step, Steps } from './durable';

/**
 * Asks a step that searches until it has an answer. Where many search at once, or a search takes more than one step, each is told
 * when to come again, and what to say then.
 */
export function* inTurn<T extends object>(
  durable: Durable,
  step: Step<{ rotationId: string; searchedSince?: string | undefined }, T | Later>,
  rotationId: string,
): Steps<T> {
  let searchedSince: string | undefined;
  for (;;) {
    const answer = yield* durable.call(step, { rotationId, ...(searchedSince && { searchedSince }) });
    if (!isLater(answer)) return answer;
    searchedSince = answer.searchedSince;
    yield* durable.sleepUntil(answer.comeBackAt);
  }
}

const isLater = (answer: object): answer is Later => 'comeBackAt' in answer && answer.comeBackAt !== undefined;
