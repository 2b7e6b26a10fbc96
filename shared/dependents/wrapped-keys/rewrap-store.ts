import { messageOf } from '../../errors';
import { sideBySide } from '../side-by-side';
import { after, carriedOn, isOver, type Progress } from './progress';
import type { Fate } from './rewrap-key';
import type { Listed, WrappedKeyPage, WrappedKeyStore } from './wrapped-key-store';

/** One run over a store, within one activity. */
export interface Run {
  readonly store: WrappedKeyStore;
  readonly work: (listed: Listed) => Promise<Fate>;
  readonly now: () => Date;
  readonly gait: Gait;
}

/** How many are listed and worked on at a time. */
export interface Gait {
  readonly pageSize: number;
  readonly atOnce: number;
}

/** How a run ended: `over` when the store is through, `trouble` where a fault that may pass has stopped it. */
export interface Ran {
  readonly progress: Progress;
  readonly over: boolean;
  readonly trouble?: string;
}

/**
 * For wrapping anew. A page is some seconds' work at the throttle of a vault, and two pages at most lie in memory. So many at once
 * use a vault up, and are harmless to it: who is throttled slows down.
 */
export const rewrapping: Gait = { pageSize: 500, atOnce: 32 };
/** For encrypting again: contents lie in memory, and a page must end within an activity's time. */
export const reencrypting: Gait = { pageSize: 8, atOnce: 4 };
/** Far below `functionTimeout`, and so long that the pauses between calls do not count. */
const longestMs = 120_000;

/** Lists ahead: the next page is read while this one is worked on. */
export async function* pagesFrom(
  store: WrappedKeyStore,
  { pageSize }: Pick<Gait, 'pageSize'>,
  from?: string,
): AsyncGenerator<WrappedKeyPage> {
  const list = (at: string | undefined) => store.list({ size: pageSize, ...(at && { from: at }) });
  let page = await list(from);
  while (page.next) {
    const ahead = list(page.next);
    // It fails where it is awaited; until then nobody listens.
    ahead.catch(() => undefined);
    yield page;
    page = await ahead;
  }
  yield page;
}

/** One pass, or as much of it as there is time for. `note` hears of every page that is done. */
const onePass = async (run: Run, start: Progress, goesOn: (progress: Progress) => boolean): Promise<Progress> => {
  let progress = start;
  for await (const { keys, next } of pagesFrom(run.store, run.gait, start.from)) {
    progress = after(progress, await sideBySide(keys, run.gait.atOnce, run.work), next);
    if (!goesOn(progress)) break;
  }
  return progress;
};

/**
 * Goes on from a checkpoint until all is seen or time is over. A page that was begun and not noted is done again: what was
 * written before is untouched then. A fault is thrown only if nothing was done before it.
 */
export const rewrapStore = async (run: Run, start: Progress): Promise<Ran> => {
  const until = run.now().getTime() + longestMs;
  let noted = start;
  const goesOn = (progress: Progress) => {
    noted = progress;
    return run.now().getTime() < until;
  };
  try {
    for (;;) {
      const progress = await onePass(run, noted, goesOn);
      if (isOver(progress)) return { progress, over: true };
      noted = carriedOn(progress);
      if (run.now().getTime() >= until) return { progress: noted, over: false };
    }
  } catch (error) {
    if (noted === start) throw error;
    return { progress: carriedOn(noted), over: false, trouble: messageOf(error) };
  }
};
