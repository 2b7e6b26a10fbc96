import type { KeyRules } from '../../../shared/policy/class-of';
import { dueForRotation } from '../../../shared/rotations/due-for-rotation';
import { expiryOfSuccessor } from '../../../shared/rotations/expiry-of-successor';
import { aClass, aVersion, daysAgo, today } from '../../examples';

const inDays = (days: number) => daysAgo(-days);

describe('dueForRotation', () => {
  it.each([
    ['R18a: is current before the notice begins', { createdOn: daysAgo(59) }, 'current'],
    ['R18a: is due within the notice', { createdOn: daysAgo(61) }, 'due'],
    ['R18a: is overdue after the cryptoperiod', { createdOn: daysAgo(90) }, 'overdue'],
    ['is due when it expires within the notice', { createdOn: daysAgo(31), expiresOn: inDays(29) }, 'due'],
    [
      'is current before the middle of a life shorter than the notice',
      { createdOn: daysAgo(9), expiresOn: inDays(11) },
      'current',
    ],
    [
      'is due from the middle of a life shorter than the notice',
      { createdOn: daysAgo(11), expiresOn: inDays(9) },
      'due',
    ],
    ['is overdue when it has expired', { createdOn: daysAgo(1), expiresOn: daysAgo(0) }, 'overdue'],
    ['is current when it expires later than the notice', { createdOn: daysAgo(1), expiresOn: inDays(31) }, 'current'],
  ])('%s', (_, how, state) => {
    expect(dueForRotation(aVersion('a', how), aClass(), {}, today).state).toBe(state);
  });

  it.each([
    ['R20: leaves a key to the Rotate action that is due today', { timeAfterCreate: 'P70D' }, 'current'],
    ['R20: leaves it alone while that action is less than a day late', { timeAfterCreate: 'PT1662H' }, 'current'],
    ['R20: steps in when that action is a day late', { timeAfterCreate: 'P69D' }, 'due'],
    ['ignores an action that never fires, because the version has no expiry', { timeBeforeExpiry: 'P7D' }, 'due'],
  ])('%s', (_, rotate, state) => {
    expect(dueForRotation(aVersion('a', { createdOn: daysAgo(70) }), aClass(), { rotate }, today).state).toBe(state);
  });

  it('R18b: follows the period that the organisation set', () => {
    const version = aVersion('a', { createdOn: daysAgo(50) });
    expect(dueForRotation(version, aClass({ cryptoperiod: 'P365D' }), {}, today).state).toBe('current');
    expect(dueForRotation(version, aClass({ cryptoperiod: 'P60D' }), {}, today).state).toBe('due');
  });
});

describe('dueForRotation with grace, freezes and waivers', () => {
  const look = (how: object, rules: Partial<KeyRules>, now = today) =>
    dueForRotation(aVersion('a', how), { ...aClass(), ...rules }, {}, now);

  it.each([
    ['R18a: is due by notice and grace before the end', { createdOn: daysAgo(54) }, 'due'],
    ['is current before that', { createdOn: daysAgo(52) }, 'current'],
    ['R18a: is overdue, and still compliant, when the grace begins', { createdOn: daysAgo(84) }, 'overdue'],
  ])('%s', (_, how, state) => {
    expect(look(how, { grace: 'P7D' }).state).toBe(state);
  });

  it('R18a: is due before a freeze that would outlast its period', () => {
    const freezes = [{ name: 'audit', from: '2027-03-02', to: '2027-05-15', timeZone: 'UTC' }];
    const how = { createdOn: daysAgo(48) };
    expect(look(how, { freezes: [] }).state).toBe('current');
    expect(look(how, { freezes }, new Date('2027-03-01T23:30:00Z')).state).toBe('due');
  });

  it('never asks for a version in the first half of the life of the one before, however long the freeze', () => {
    const freezes = [{ name: 'merger', from: '2026-01-01', to: '2028-01-01', timeZone: 'UTC' }];
    expect(look({ createdOn: daysAgo(44) }, { freezes }).state).toBe('current');
  });

  it('leaves a key alone while its rotation is waived, and not a day longer', () => {
    const waivers = [
      { rule: 'rotation' as const, match: {}, reason: 'migration', owner: 'core team', until: '2027-03-01' },
    ];
    const how = { createdOn: daysAgo(95) };
    expect(look(how, { waivers })).toMatchObject({ state: 'current', because: 'core team waived it until 2027-03-01' });
    expect(look(how, { waivers }, new Date('2027-03-02T00:00:00Z')).state).toBe('overdue');
  });
});

describe('expiryOfSuccessor', () => {
  const from = aVersion('a', { createdOn: '2027-01-01T00:00:00.000Z', expiresOn: '2027-04-01T00:00:00.000Z' });

  it.each([
    ['our policy first', { expiresAfter: 'P45D' }, { expiresIn: 'P20D' }, '2027-04-15T12:00:00.000Z'],
    ["then the vault's policy", {}, { expiresIn: 'P20D' }, '2027-03-21T12:00:00.000Z'],
    ['then the former lifetime', {}, {}, '2027-05-30T12:00:00.000Z'],
    ['no later than 32-bit seconds reach', { expiresAfter: 'P20Y' }, {}, '2038-01-18T00:00:00.000Z'],
  ])('takes %s', (...[, rules, native, expected]) => {
    expect(expiryOfSuccessor(from, aClass(rules), native, today)).toBe(expected);
  });

  it('sets none where the former version never expires', () => {
    expect(expiryOfSuccessor(aVersion('a'), aClass(), {}, today)).toBeUndefined();
  });
});
