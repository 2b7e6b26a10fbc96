import type { Arm } from '../azure/arm';
import type { Dependents, Heading } from '../world';
import type { Dependent, Move } from './dependent';

/** A move, or its undoing, as it is asked for. */
export type Journey = Heading & { readonly earlier?: Move };

/** What one call came to. */
export type Outcome = Pick<Move, 'state' | 'proof' | 'because' | 'steps' | 'checkAgainAt' | 'operation' | 'checkpoint'>;

export type Observation = Awaited<ReturnType<Dependents['observe']>>;

/** What the code of a type may use. */
export interface Tools {
  readonly arm: Arm;
  readonly now: () => Date;
  /** The engine that finds, writes and observes by descriptions. */
  readonly engine: Dependents;
}

/** What the documentation says, where the description would say something else. */
export interface Told {
  readonly moving: string;
  readonly proving: string;
  readonly otherKey?: string;
  readonly undo?: string;
}

/**
 * A type whose moving has rules that data cannot state. It stands in the list of types like any other, so that it is found and
 * read by its description; what is particular about moving it is done here, before or after the engine.
 */
export interface CodedDependent {
  /** As in its description. */
  readonly type: string;
  readonly told: Told;
  /** Actions that the code needs beside those of the description. */
  readonly rights: readonly string[];
  /**
   * Does one small thing, to and fro alike, and answers at once; what comes next is told by the resource and by what the last
   * call answered. `go` is the engine's own way there.
   */
  advance<J extends Journey>(
    dependent: Dependent,
    journey: J,
    go: (journey: J) => Promise<Move>,
    tools: Tools,
  ): Promise<Move>;
  /** Absent: what the engine sees is all there is to see. */
  observe?(dependent: Dependent, at: Heading, tools: Tools): Promise<Observation>;
}

/** What the last call answered, if this one goes on from it. */
export const goesOnFrom = ({ earlier, to }: Journey): Move | undefined =>
  earlier?.to === to && earlier.state !== 'failed' ? earlier : undefined;

/** Under way: look again in so many seconds. */
export const underWay = (now: Date, because: string, seconds: number): Outcome => ({
  state: 'pending',
  proof: 'unproven',
  because,
  checkAgainAt: new Date(now.getTime() + seconds * 1_000).toISOString(),
});

/** A person must act. The reason holds the steps too, for readers who are shown nothing else. */
export const byHand = (why: string, steps: readonly string[]): Outcome => ({
  state: 'needs-person',
  proof: 'unproven',
  because: [why, ...steps.map((step, at) => `${at + 1}. ${step}`)].join(' '),
  steps: [...steps],
});
