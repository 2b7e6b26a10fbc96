import type { Workflows } from '../world';
import type { News, NewsItem } from './news';

const instance = 'access';

/** Has all access looked at; a look that is under way goes on. */
export const startLook = (workflows: Workflows): Promise<'started' | 'alive'> =>
  workflows.start('watchAccess', instance, {});

/**
 * Writes down what an event told and has a look follow. While something waits for a look already, that look serves this, too:
 * a swarm of events must not make for as many looks.
 */
export async function askForLook(
  { news, workflows }: { readonly news: News; readonly workflows: Workflows },
  item: NewsItem,
): Promise<void> {
  const { first } = await news.note(item);
  const started = await startLook(workflows);
  if (started === 'alive' && first) await workflows.tell(instance, 'look', {});
}
