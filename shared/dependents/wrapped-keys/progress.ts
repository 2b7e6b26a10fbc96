import * as z from 'zod';
import type { Fate } from './rewrap-key';

/**
 * How far the re-wrapping of a store has come: the checkpoint of its move. A pass that changed something is followed by
 * another; a pass that found nothing to change ends it.
 */
export const Progress = z.object({
  pass: z.int(),
  since: z.iso.datetime().optional().describe('Data keys made before are replaced; absent: they are wrapped anew'),
  from: z.string().optional().describe('Where the listing goes on'),
  rewritten: z.int().describe('In all passes'),
  moving: z.int().describe('Rewritten or changed by others in this pass'),
  left: z.record(z.string(), z.int()).describe('Cannot be rewritten, by reason, in this pass'),
});
export type Progress = z.infer<typeof Progress>;

export const begun: Progress = { pass: 1, rewritten: 0, moving: 0, left: {} };

/** Applications that go on writing with an older version would keep us busy for ever. */
const mostPasses = 10;

/** Progress after one page. */
export const after = (progress: Progress, fates: readonly Fate[], next: string | undefined): Progress => {
  const left = { ...progress.left };
  let rewritten = 0;
  let changed = 0;
  for (const fate of fates) {
    if (fate === 'rewritten') rewritten += 1;
    if (fate === 'changed') changed += 1;
    if (typeof fate === 'object') left[fate.left] = (left[fate.left] ?? 0) + 1;
  }
  return {
    pass: progress.pass,
    ...(progress.since && { since: progress.since }),
    rewritten: progress.rewritten + rewritten,
    moving: progress.moving + rewritten + changed,
    left,
    ...(next && { from: next }),
  };
};

/** Whether a whole pass has found nothing that moves, or patience is over. */
export const isOver = ({ from, moving, pass }: Progress): boolean => !from && (moving === 0 || pass >= mostPasses);

/** The next pass, where one has ended and another is due. */
export const carriedOn = (progress: Progress): Progress =>
  progress.from
    ? progress
    : {
        ...begun,
        pass: progress.pass + 1,
        rewritten: progress.rewritten,
        ...(progress.since && { since: progress.since }),
      };

/** What still needs an older version, in words; empty when nothing does. */
export const leftIn = ({ left, moving }: Progress): string => {
  const parts = Object.entries(left).map(([reason, many]) => `${many} ${reason}`);
  if (moving > 0) parts.push(`${moving} that applications keep wrapping with an older version`);
  return parts.join(', ');
};
