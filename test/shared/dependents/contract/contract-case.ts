import { nameOf, type Subject } from './subject';

/** Why something cannot befall a subject. The reason is held against the subject, so that none outlives its truth. */
export interface Excuse {
  readonly because: string;
  readonly holds: (subject: Subject) => Promise<void>;
}

/** One thing that holds for every adapter, unless it has an excuse. */
export interface ContractCase {
  readonly name: string;
  readonly excuseOf?: (subject: Subject) => Excuse | undefined;
  readonly run: (subject: Subject) => Promise<void>;
}

/** Runs the cases for all subjects; where one is excused, its excuse. */
export const holdAgainst = (subjects: readonly Subject[], cases: readonly ContractCase[]): void => {
  describe.each(subjects.map((subject) => ({ subject, name: nameOf(subject) })))('$name', ({ subject }) => {
    for (const { name, excuseOf, run } of cases) {
      const excuse = excuseOf?.(subject);
      if (excuse) it(`${name}: not this one, because ${excuse.because}`, () => excuse.holds(subject));
      else it(name, () => run(subject));
    }
  });
};
