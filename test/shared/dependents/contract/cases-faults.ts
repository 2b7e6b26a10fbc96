import type { FaultInput } from '../../../../local/arm/faults';
import type { ContractCase, Excuse } from './contract-case';
import { nothingUnderWay, writesNothing } from './excuses';
import { backToFormer, toAnotherKey, toNewVersion, type Journey, type Trip } from './journeys';
import { nameOf, type Subject } from './subject';

/** It may be restored as it was, and would need the old version then. */
export const gone = { proof: 'assumed', because: expect.stringContaining('It is gone.') };

const plain = new Map<string, Promise<number>>();

/** How many writes the journey takes when nothing goes wrong. */
const usualWrites = (journey: Journey, subject: Subject): Promise<number> => {
  const name = [journey.name, nameOf(subject)].join();
  const counted = async () => {
    const trip = await journey.begin(subject);
    await trip.go();
    return trip.written().length;
  };
  const known = plain.get(name) ?? counted();
  plain.set(name, known);
  return known;
};

const unwritten =
  (journey: Journey) =>
  (subject: Subject): Excuse | undefined =>
    journey.writes(subject) ? undefined : writesNothing(journey);

/** For what is done and then goes wrong. */
const neverBegun =
  (journey: Journey) =>
  (subject: Subject): Excuse | undefined => {
    const refused = journey === backToFormer && subject.staysForward === 'refused';
    return refused ? nothingUnderWay(journey, 'its service refuses before it begins') : unwritten(journey)(subject);
  };

const withFault = async (journey: Journey, subject: Subject, fault: Omit<FaultInput, 'path' | 'method'>) => {
  const trip = await journey.begin(subject);
  trip.stage.inject({ ...subject.lastWrite, ...fault });
  return trip;
};

const ends = async (trip: Trip, journey: Journey, subject: Subject, ...earlier: Parameters<Trip['go']>) =>
  expect(await trip.go(...earlier)).toMatchObject(journey.endOf(subject));

const forbidden = (journey: Journey): ContractCase => ({
  name: `403 ${journey.name}: fails with the right that is missing, and goes on once it is granted`,
  excuseOf: unwritten(journey),
  async run(subject) {
    const trip = await journey.begin(subject);
    const { rights } = trip.stage;
    rights.may = (action) => !/\/write$/i.test(action);
    const move = await trip.once();
    expect(move).toMatchObject({ state: 'failed', proof: 'unproven' });
    expect(move.because).toMatch(/Expected to be allowed Microsoft\.\w+\/\S+\/write on \S+/i);
    rights.may = () => true;
    await ends(trip, journey, subject, move);
  },
});

const throttled = (journey: Journey): ContractCase => ({
  name: `429 ${journey.name}: waits as long as it is asked to`,
  excuseOf: unwritten(journey),
  async run(subject) {
    const effect = { kind: 'answer', status: 429, code: 'TooManyRequests', retryAfter: 120 } as const;
    const trip = await withFault(journey, subject, { effect });
    await ends(trip, journey, subject);
    const { answers } = trip.stage;
    const refused = answers.findIndex(({ status }) => status === 429);
    const { method, path, at } = answers[refused] ?? { method: 'none', path: 'none', at: new Date(0) };
    const again = answers.slice(refused + 1).find((each) => each.method === method && each.path === path);
    expect(again?.at.getTime()).toBeGreaterThanOrEqual(at.getTime() + 120_000);
  },
});

const busy = (journey: Journey): ContractCase => ({
  name: `409 ${journey.name}: waits while something else changes it`,
  excuseOf: unwritten(journey),
  async run(subject) {
    const effect = { kind: 'answer', status: 409, code: 'AnotherOperationInProgress' } as const;
    const trip = await withFault(journey, subject, { times: 2, effect });
    await ends(trip, journey, subject);
    expect(trip.stage.answers.filter(({ status }) => status === 409)).toHaveLength(2);
  },
});

const failing = (journey: Journey): ContractCase => ({
  name: `a change that fails ${journey.name}: is told, harms nothing, and is made at the next try`,
  excuseOf: neverBegun(journey),
  async run(subject) {
    const effect = { kind: 'fail', status: 400, code: 'KeyVaultAuthenticationFailure', message: 'No way in.' } as const;
    const trip = await withFault(journey, subject, { effect });
    const move = await trip.go();
    const told = { state: 'failed', proof: 'unproven', because: expect.stringContaining('No way in.') };
    expect(move).toMatchObject(subject.untold ? journey.endOf(subject) : told);
    expect(trip.stage.health()).toBe('ok');
    await ends(trip, journey, subject, move);
  },
});

const failingHalfWay = (journey: Journey): ContractCase => ({
  name: `an operation that fails half-way ${journey.name}: is not taken for done because it shows`,
  excuseOf: (subject) =>
    neverBegun(journey)(subject) ??
    (subject.answersAtOnce && nothingUnderWay(journey, 'its service answers when the change is done')),
  async run(subject) {
    const effect = { kind: 'fail', status: 500, code: 'InternalError', applied: true } as const;
    const trip = await withFault(journey, subject, { effect });
    const first = await trip.go().catch(() => undefined);
    await ends(trip, journey, subject, first);
    // Whoever follows and shows the version in use is believed, whatever became of the last change.
    const shows = subject.mode === 'following' && !subject.silent;
    if (!shows) expect(JSON.stringify(trip.stage.holds())).not.toContain('"provisioningState":"Failed"');
    expect(trip.written().length).toBeLessThanOrEqual((await usualWrites(journey, subject)) + 1);
  },
});

const answerLost = (journey: Journey): ContractCase => ({
  name: `a lost answer ${journey.name}: does not have it written a second time`,
  excuseOf: neverBegun(journey),
  async run(subject) {
    const trip = await withFault(journey, subject, { effect: { kind: 'drop-answer' } });
    expect(await trip.go().catch(() => undefined)).toBeUndefined();
    trip.stage.pass(60);
    await ends(trip, journey, subject);
    expect(trip.written()).toHaveLength(await usualWrites(journey, subject));
  },
});

const deleted = (journey: Journey): ContractCase => ({
  name: `deleted ${journey.name}: ends, and is only assumed`,
  // What cannot go back at all is told so without a look.
  excuseOf: (subject) =>
    journey === backToFormer && subject.staysForward === 'not tried' ? writesNothing(journey) : undefined,
  async run(subject) {
    const trip = await journey.begin(subject);
    const earlier = await trip.once();
    trip.stage.remove();
    expect(await trip.go(earlier)).toMatchObject({ state: 'settled', ...gone });
  },
});

const all = [forbidden, throttled, busy, failing, failingHalfWay, answerLost, deleted];
const on = (journey: Journey): readonly ContractCase[] => all.map((make) => make(journey));

/** What may go wrong on each journey. */
export const faultsForward = on(toNewVersion);
export const faultsBack = on(backToFormer);
export const faultsTurning = on(toAnotherKey);
