import { Window } from '../../../shared/policy/window';
import { planRotation } from '../../../shared/rotations/plan-rotation';
import type { Cause } from '../../../shared/rotations/request';
import { aClass, aDependent, aVersion, daysAgo, facts } from '../../examples';

type Input = Parameters<typeof planRotation>[0];
const planned = (how: Partial<Input> & { dependents?: Input['discovery']['dependents'] } = {}) => {
  const { dependents = [], ...rest } = how;
  const discovery = { dependents, unknown: [], unreadable: [] };
  const from = rest.facts?.versions.at(-1) ?? aVersion('a');
  return planRotation({ id: 'plan', cause: 'schedule', facts: facts(), discovery, from, weaknesses: [], ...rest }).plan;
};

describe('what a plan touches', () => {
  it('is counted by type, region and subscription', () => {
    const dependents = [
      aDependent('one', { region: 'westeurope' }),
      aDependent('two', { region: 'westeurope' }),
      aDependent('three', { id: 'https://shop.blob.core.windows.net/orders', type: 'application-data/blobs' }),
    ];
    expect(planned({ dependents }).blastRadius).toEqual({
      byType: { 'Microsoft.Storage/storageAccounts': 2, 'application-data/blobs': 1 },
      byRegion: { westeurope: 2, 'not known': 1 },
      bySubscription: { '1': 2, 'not known': 1 },
    });
  });
});

describe('the way back of a plan', () => {
  it('ends with the retirement, and names who would not go with it', () => {
    const dependents = [
      aDependent('pinned'),
      aDependent('one', { mode: 'following' }),
      aDependent('two', { mode: 'following' }),
      aDependent('sql', { type: 'Microsoft.Sql/servers' }),
    ];
    expect(planned({ dependents }).wayBack).toEqual({
      endsWith: 'retire old version',
      because: expect.any(String),
      without: [
        { type: 'Microsoft.Storage/storageAccounts', dependents: 2, because: expect.stringContaining('follows') },
        { type: 'Microsoft.Sql/servers', dependents: 1, because: expect.stringContaining('may refuse') },
      ],
    });
  });

  it('is closed from the start after a compromise', () => {
    const { wayBack, steps } = planned({ cause: 'compromise', dependents: [aDependent('one')] });
    expect(wayBack).toMatchObject({ endsWith: 'create version', without: [] });
    expect(steps.map(({ name }) => name)).toContain(wayBack?.endsWith);
  });
});

describe('a window that opens too late', () => {
  /** Monday noon; the window opens on Saturday. */
  const windows = [Window.parse({ days: ['sat'], from: '01:00', to: '05:00', timeZone: 'UTC' })];
  const warned = (age: number, cause: Cause = 'schedule', rules = {}) => {
    const versions = [aVersion('a', { createdOn: daysAgo(age) })];
    const plan = planned({ cause, facts: facts({ versions, class: aClass({ windows, ...rules }) }) });
    return plan.warnings.filter(({ code }) => code === 'window-too-late');
  };

  it('is told beforehand, with both times', () => {
    expect(warned(88)).toMatchObject([
      { message: expect.stringMatching(/2027-03-06T01:00:00.000Z.*2027-03-03T12:00:00.000Z/) },
    ]);
  });

  it('is told where the grace is what would be missed', () => {
    expect(warned(80)).toEqual([]);
    expect(warned(80, 'schedule', { grace: 'P7D', notice: 'P20D' })).toHaveLength(1);
  });

  it('is nothing to an emergency, which waits for no window', () => {
    expect(warned(88, 'compromise')).toEqual([]);
  });
});
