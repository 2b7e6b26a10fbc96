import type { Excuse } from './contract-case';
import { dependentOf, type Journey } from './journeys';
import type { Subject } from './subject';
import { key, v2 } from '../arm-estate';

/** One excuse serves many cases of a subject: it is held against it once. */
const once = ({ because, holds }: Excuse): Excuse => {
  const held = new WeakMap<Subject, Promise<void>>();
  return {
    because,
    holds(subject) {
      const known = held.get(subject) ?? holds(subject);
      held.set(subject, known);
      return known;
    },
  };
};

const writesNothingOn = (journey: Journey): Excuse =>
  once({
    because: `nothing of it is written ${journey.name}`,
    async holds(subject) {
      const trip = await journey.begin(subject);
      expect(await trip.go()).toMatchObject(journey.endOf(subject));
      expect(trip.written()).toEqual([]);
    },
  });
const byJourney = new Map<Journey, Excuse>();

/** For what befalls writes. */
export const writesNothing = (journey: Journey): Excuse => {
  const excuse = byJourney.get(journey) ?? writesNothingOn(journey);
  byJourney.set(journey, excuse);
  return excuse;
};

/** For what befalls a change after it was taken: all answers must have been the last word. */
export const nothingUnderWay = (journey: Journey, because: string): Excuse => ({
  because,
  async holds(subject) {
    const trip = await journey.begin(subject);
    const { moves, answers } = trip.stage;
    const before = { moves: moves.length, answers: answers.length };
    await trip.go();
    expect(moves.slice(before.moves).filter(({ operation }) => operation)).toEqual([]);
    expect(answers.slice(before.answers).filter(({ status }) => status === 202)).toEqual([]);
  },
});

/** For what befalls those that follow: it stands where it stood, however long one waits. */
export const movesByWritesOnly: Excuse = once({
  because: 'it moves by no clock',
  async holds(subject) {
    const stage = subject.stage();
    const dependent = await dependentOf(subject);
    const before = stage.holds();
    const seen = await stage.dependents.observe(dependent, { key, to: v2 });
    stage.pass(365 * 24 * 3_600);
    expect(stage.holds()).toEqual(before);
    expect(await stage.dependents.observe(dependent, { key, to: v2 })).toEqual(seen);
  },
});

/** For what differs from a plan by its version. */
export const namesNoVersion: Excuse = {
  because: 'its reference names no version',
  async holds(subject) {
    expect((await dependentOf(subject)).version).toBeUndefined();
  },
};
