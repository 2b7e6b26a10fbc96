import { lookAtAccess } from '../../../orchestrations/steps/look-at-access';
import { departureRun } from '../../rules/departure-run';

describe('lookAtAccess', () => {
  it('has read anew what events told of, once', async () => {
    const { world: fakes, clock } = departureRun();
    const workflows = { start: async () => 'started' as const, tell: async () => undefined };
    const heard: unknown[] = [];
    const access = {
      ...fakes.access,
      facts: async (...asked: unknown[]) => {
        heard.push(asked[2]);
        return fakes.access.facts();
      },
    };
    const world = { ...fakes, access, workflows };
    const at = clock.now().toISOString();
    await world.news.note({ id: '1', what: 'Microsoft.Graph.GroupUpdated', about: 'group inner', at });
    await lookAtAccess.run({}, world);
    await lookAtAccess.run({}, world);
    expect(heard).toEqual([['group inner'], []]);
  });
});
