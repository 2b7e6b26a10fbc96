import type { Found } from './diagnosis';
import type { Examination } from './doors';

/** One thing that the doctor looks at. */
export interface Check {
  readonly name: string;
  /** Rejects where it could not look; that is a finding, too. */
  readonly look: (doors: Examination) => Promise<readonly Found[]>;
}

/** A check of two halves: facts are gathered, and a pure function judges them. */
export const check = <F>(given: {
  readonly name: string;
  readonly gather: (doors: Examination) => Promise<F>;
  readonly judge: (facts: F) => readonly Found[];
}): Check => ({ name: given.name, look: async (doors) => given.judge(await given.gather(doors)) });
