import { operationTag } from '../../../shared/keys/key-version';
import { nextOpening } from '../../../shared/policy/next-opening';
import { decideRotation } from '../../../shared/rotations/decide-rotation';
import { deadlineOf, dueForRotation, endOf } from '../../../shared/rotations/due-for-rotation';
import type { KeyFacts } from '../../../shared/rotations/key-facts';
import { Cause, type RotationRequest } from '../../../shared/rotations/request';
import { aClass, aRecord, aRequest, aVersion, daysAgo, facts, versionId } from '../../examples';
import { fc } from '../../properties';

const window = { days: ['tue' as const, 'sat' as const], from: '22:00', to: '03:00', timeZone: 'Europe/Amsterdam' };
const freezeFrom = (day: number, length: number) => ({
  name: 'freeze',
  from: daysAgo(-day).slice(0, 10),
  to: daysAgo(-day - length).slice(0, 10),
  timeZone: 'Asia/Tokyo',
});

const rules = fc
  .record({
    period: fc.integer({ min: 20, max: 400 }),
    notice: fc.integer({ min: 0, max: 60 }),
    grace: fc.integer({ min: 0, max: 20 }),
    windows: fc.boolean().map((has) => (has ? [window] : [])),
    freezes: fc.array(
      fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 30 })).map((given) => freezeFrom(...given)),
      { maxLength: 2 },
    ),
  })
  .filter(({ period, notice, grace }) => notice + grace < period)
  .map(({ period, notice, grace, windows, freezes }) => ({
    ...aClass({ cryptoperiod: `P${period}D`, notice: `P${notice}D`, grace: `P${grace}D`, windows }),
    freezes,
  }));

const version = fc
  .record({ age: fc.integer({ min: 0, max: 450 }), expires: fc.option(fc.integer({ min: 1, max: 450 })) })
  .map(({ age, expires }) =>
    aVersion('a', { createdOn: daysAgo(age), ...(expires !== null && { expiresOn: daysAgo(age - expires) }) }),
  );

describe('whether a version is due', () => {
  it('follows from its end, never comes in the first half of its life, and leaves an opening where there is one', () => {
    fc.assert(
      fc.property(version, rules, (given, asked) => {
        const now = facts().now;
        const found = dueForRotation(given, asked, {}, now);
        expect(dueForRotation(given, asked, {}, now)).toEqual(found);
        expect(found.because).not.toBe('');

        const [end, deadline, dueAt] = [endOf(given, asked).toMillis(), deadlineOf(given, asked), found.dueAt];
        const half = (Date.parse(given.createdOn) + end) / 2;
        expect(dueAt.getTime()).toBeGreaterThanOrEqual(Math.floor(half));
        expect(dueAt.getTime()).toBeLessThanOrEqual(deadline.getTime());
        expect(deadline.getTime()).toBeLessThanOrEqual(end);
        const expected = now >= deadline ? 'overdue' : now >= dueAt ? 'due' : 'current';
        expect(found.state).toBe(expected);

        const opens = nextOpening(asked, dueAt) ?? dueAt;
        expect(opens < deadline || dueAt.getTime() <= half + 1 || asked.notice === 'P0D').toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

const names = ['a', 'b', 'c'] as const;
const versions = fc.subarray([...names]).chain((present) =>
  fc.tuple(
    ...present.map((name) =>
      fc.record({ ours: fc.boolean(), age: fc.integer({ min: 1, max: 99 }) }).map(({ ours, age }) =>
        aVersion(name, {
          createdOn: daysAgo(age + 100 * (names.length - names.indexOf(name) - 1)),
          tags: ours ? { [operationTag]: `rotation-${name}` } : {},
        }),
      ),
    ),
  ),
);

const record = fc
  .record({
    to: fc.constantFrom(...names),
    state: fc.constantFrom('proven' as const, 'partial' as const, 'parked' as const, 'failed' as const),
    isOver: fc.boolean(),
  })
  .map(({ to, state, isOver }) => {
    const { closedAt: _, ...open } = aRecord({ id: `rotation-${to}`, to: versionId(to) });
    return isOver ? { ...open, state, closedAt: daysAgo(1) } : { ...open, state: 'running' as const };
  });

const request = fc
  .record({ cause: fc.constantFrom(...Cause.options), toCurrent: fc.boolean(), days: fc.integer({ min: 0, max: 60 }) })
  .map(({ cause, toCurrent, days }) =>
    aRequest({ cause, requestedAt: daysAgo(days), ...(cause === 'manual' && toCurrent && { toCurrent }) }),
  );

const requests = fc.uniqueArray(request, { maxLength: 3, selector: ({ id }) => id });

const situation: fc.Arbitrary<KeyFacts> = fc
  .record({
    versions,
    records: fc.array(record, { maxLength: 2 }),
    inScope: fc.boolean(),
    asked: fc.option(rules, { nil: undefined }),
  })
  .map(({ asked, ...seen }) => {
    const { class: _, ...some } = facts({ ...seen, presence: seen.versions.length > 0 ? 'present' : 'absent' });
    return { ...some, ...(asked && { class: asked }) };
  });

const routine: readonly RotationRequest['cause'][] = ['near-expiry', 'expired', 'schedule'];

describe('what is decided about a key', () => {
  it('answers each request once, and begins nothing that neither the vault nor a person asks for', () => {
    const decisions = new Set<string>();
    fc.assert(
      fc.property(situation, requests, fc.boolean(), (given, asked, repair) => {
        const decision = decideRotation(given, asked, { repair });
        expect(decideRotation(given, asked, { repair })).toEqual(decision);
        decisions.add(decision.do);
        const isOpen = given.records.some(({ closedAt }) => closedAt === undefined);
        expect(decision.do === 'resume').toBe(isOpen);
        if (decision.do === 'resume') return;

        const serves = decision.do === 'nothing' ? [] : decision.serves;
        const answered = [...serves, ...decision.closes.map((each) => each.request)];
        expect(answered.map(({ id }) => id).toSorted()).toEqual(asked.map(({ id }) => id).toSorted());
        expect(decision.closes.filter(({ outcome }) => outcome === '')).toEqual([]);

        const current = given.versions.at(-1);
        const isTouchable = given.inScope && current !== undefined;
        if (!isTouchable) return expect(decision.do).toBe('nothing');
        if (asked.some(({ cause }) => cause === 'compromise'))
          return expect(decision).toMatchObject({ do: 'begin', mode: 'rotate', cause: 'compromise', from: current });
        if (decision.do === 'repair') return expect(decision.record).toBe(given.records[0]);
        if (decision.do === 'nothing' || !routine.includes(decision.cause) || !given.class) return undefined;
        expect(dueForRotation(current, given.class, given.native, given.now).state).not.toBe('current');
        return expect(decision).toMatchObject({ mode: 'rotate' });
      }),
      { numRuns: 250 },
    );
    expect(decisions).toEqual(new Set(['begin', 'repair', 'resume', 'nothing']));
  });
});
