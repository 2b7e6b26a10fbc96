import { WaveRules } from '../../../shared/policy/waves';
import { planWaves } from '../../../shared/rotations/plan-waves';
import { aDependent } from '../../examples';

const many = (count: number) => Array.from({ length: count }, (_, n) => aDependent(String(n)));
const rulesOf = (rules: Parameters<typeof WaveRules.parse>[0]) => ({ rules: WaveRules.parse(rules) });
const sizesOf = ({ waves }: ReturnType<typeof planWaves>) => waves.map(({ name, dependents }) => [name, dependents]);

describe('planWaves', () => {
  it('moves one dependent first, then the rest in slices of at most 50', () => {
    const { waves, slices } = planWaves(many(120));
    expect(waves.map(({ name, dependents }) => [name, dependents])).toEqual([
      ['canary', 1],
      ['pinned', 119],
    ]);
    expect(waves[1]?.slices).toEqual([
      { number: 1, size: 50 },
      { number: 2, size: 50 },
      { number: 3, size: 19 },
    ]);
    expect(slices.flat()).toHaveLength(120);
  });

  it('gives each store of an application a slice of its own, because a look at it takes minutes', () => {
    const stores = ['s', 't'].map((name) => aDependent(name, { type: 'application-data/blobs' }));
    const { slices } = planWaves([aDependent('canary', { canary: true }), ...stores, ...many(2)]);
    expect(slices.slice(1).map((slice) => slice.map(({ type }) => type))).toEqual([
      [aDependent('0').type, aDependent('1').type],
      ['application-data/blobs'],
      ['application-data/blobs'],
    ]);
  });

  it('takes the tagged ones as canary', () => {
    const { slices } = planWaves([aDependent('plain'), aDependent('chosen', { canary: true })]);
    expect(slices[0]?.map(({ id }) => id)).toEqual([aDependent('chosen').id]);
  });

  it('lets followers and those for a person come last, and never makes them the canary', () => {
    const { waves } = planWaves([
      aDependent('f', { mode: 'following' }),
      aDependent('h', { mode: 'by-hand' }),
      ...many(2),
    ]);
    expect(waves.map(({ name }) => name)).toEqual(['canary', 'pinned', 'following', 'by-hand']);
  });

  it('makes waves of the sizes that the policy gives, each a number or a share of all', () => {
    expect(sizesOf(planWaves(many(200), rulesOf({ sizes: [5, '10%'] })))).toEqual([
      ['canary', 1],
      ['pinned', 5],
      ['pinned', 20],
      ['pinned', 174],
    ]);
    expect(sizesOf(planWaves(many(4), rulesOf({ sizes: [5, '10%'] })))).toEqual([
      ['canary', 1],
      ['pinned', 3],
    ]);
  });

  it('takes as canaries those that the rule fits, in any casing of names, and so many of them as it says', () => {
    const inTest = { tags: { Environment: 'test' } };
    const all = [
      aDependent('live', { tags: { environment: 'live' } }),
      aDependent('bus', { ...inTest, type: 'Microsoft.ServiceBus/namespaces' }),
      aDependent('one', inTest),
      aDependent('two', inTest),
    ];
    const chosen = (canary: object) => planWaves(all, rulesOf({ canary })).slices[0]?.map(({ id }) => id.slice(-4));
    expect(chosen({ tags: { environment: 'test' } })).toEqual(['/bus']);
    expect(chosen({ tags: { environment: 'test' }, types: ['microsoft.storage/STORAGEaccounts'], share: 5 })).toEqual([
      '/one',
      '/two',
    ]);
    expect(chosen({ tags: { environment: 'test' }, share: '34%' })).toEqual(['/bus', '/one']);
    expect(chosen({ tags: { environment: 'nowhere' } })).toEqual(['live']);
  });

  it('keeps no tags: they have done their work', () => {
    expect(planWaves([aDependent('one', { tags: { owner: 'Alice' } })]).slices.flat()[0]).not.toHaveProperty('tags');
  });

  it('holds as many under way as the policy allows', () => {
    const { waves } = planWaves(many(101), rulesOf({ atOnce: 20 }));
    expect(waves[1]).toMatchObject({ dependents: 100, slicesAtOnce: 1 });
    expect(waves[1]?.slices.map(({ size }) => size)).toEqual([20, 20, 20, 20, 20]);
    expect(planWaves(many(401), rulesOf({ atOnce: 120 })).waves[1]).toMatchObject({ slicesAtOnce: 2 });
  });

  it('R22: moves all at once in an emergency, so that nobody waits for a canary that takes hours', () => {
    const { waves, slices } = planWaves([aDependent('f', { mode: 'following' }), ...many(60)], {
      ...rulesOf({ sizes: [5], atOnce: 10 }),
      emergency: true,
    });
    expect(waves).toMatchObject([{ name: 'at-once', dependents: 61 }]);
    expect(waves[0]).not.toHaveProperty('slicesAtOnce');
    expect(waves[0]?.slices.map(({ size }) => size)).toEqual([1, 5, 50, 4, 1]);
    expect(slices.flat()).toHaveLength(61);
    expect(planWaves([], { emergency: true }).waves).toEqual([]);
  });
});
