import { DateTime } from 'luxon';
import pc from 'picocolors';

/** Tells what happens, for a person to read along. */
export interface Timeline {
  readonly scene: (title: string) => void;
  /** One thing that happened, at a time of the estate. */
  readonly tell: (at: Date, who: string, what: string) => void;
  /** Something found true or not. */
  readonly verdict: (sentence: string, holds: boolean) => void;
  /** What is going on right now; the next line takes its place. */
  readonly progress: (what: string) => void;
  readonly note: (line: string) => void;
}

const whoWidth = 9;

/** Writes to a terminal, or to a file without the fleeting lines. */
export function timelineOn(out: NodeJS.WriteStream): Timeline {
  const wipe = () => {
    if (out.isTTY) out.write('\r\u001b[2K');
  };
  const line = (text: string) => {
    wipe();
    out.write(`${text}\n`);
  };
  return {
    scene: (title) => line(`\n${pc.bold(title)}`),
    tell(at, who, what) {
      const time = DateTime.fromJSDate(at, { zone: 'utc' }).toFormat('ccc dd LLL HH:mm');
      line(`  ${pc.dim(time)}  ${pc.cyan(who.padEnd(whoWidth))} ${what}`);
    },
    verdict: (sentence, holds) =>
      line(`  ${holds ? pc.green('✓') : pc.red('✗')} ${holds ? sentence : pc.red(sentence)}`),
    progress(what) {
      if (!out.isTTY) return;
      wipe();
      out.write(pc.dim(`  … ${what}`));
    },
    note: line,
  };
}

/** Says nothing, where only the result is wanted. */
export const silence: Timeline = {
  scene: () => undefined,
  tell: () => undefined,
  verdict: () => undefined,
  progress: () => undefined,
  note: () => undefined,
};
