import { planRotation } from '../../../shared/rotations/plan-rotation';
import { aClass, aDependent, aVersion, facts } from '../../examples';

const many = (count: number) => Array.from({ length: count }, (_, n) => aDependent(String(n)));

describe('planRotation', () => {
  const input = {
    id: 'plan',
    facts: facts(),
    discovery: { dependents: many(2), unknown: [], unreadable: [] },
    from: aVersion('a'),
    weaknesses: [],
  };

  it('gives the same plan for the same facts', () => {
    expect(planRotation({ ...input, cause: 'schedule' })).toEqual(planRotation({ ...input, cause: 'schedule' }));
  });

  it.each([
    [2, 0, 0, '2 found'],
    [0, 0, 0, 'none found'],
    [0, 1, 0, 'none found, but 1 scope could not be read'],
    [3, 2, 0, '3 found, but 2 scopes could not be read'],
    [0, 0, 1, 'none found, 1 subscription in sight but not in the scope of the policy not searched'],
  ])('says of %d found and %d unreadable scopes, with %d subscriptions beside: %5$s', (total, blind, beside, words) => {
    const discovery = {
      dependents: many(total),
      unknown: [],
      unreadable: Array.from({ length: blind }, (_, n) => ({ scope: String(n), because: '403' })),
      notInScope: Array.from({ length: beside }, (_, n) => ({ id: String(n), name: '' })),
    };
    const { plan } = planRotation({ ...input, discovery, cause: 'schedule' });
    expect(plan.dependents.inWords).toBe(words);
    expect(plan.steps.find(({ name }) => name === 're-wrap dependents')?.because).toContain(words);
  });

  it('waits for the window, and in an emergency does not', () => {
    const night = aClass({ windows: [{ days: ['mon'], from: '22:00', to: '23:00', timeZone: 'UTC' }] });
    const closed = { ...input, facts: facts({ class: night }) };
    expect(planRotation({ ...closed, cause: 'schedule' }).plan.notBefore).toBe('2027-03-01T22:00:00.000Z');
    expect(planRotation({ ...closed, cause: 'compromise' }).plan).toMatchObject({ overlap: 'PT0S' });
    expect(planRotation({ ...closed, cause: 'compromise' }).plan).not.toHaveProperty('notBefore');
  });

  it('creates nothing when the version is there already', () => {
    const { plan } = planRotation({ ...input, cause: 'foreign-version', to: aVersion('b') });
    expect(plan).toMatchObject({ mode: 're-wrap', to: aVersion('b').version });
    expect(plan.steps.map(({ name }) => name)).not.toContain('create version');
  });
});
