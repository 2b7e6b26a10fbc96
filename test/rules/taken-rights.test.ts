import { ArmRefused } from '../../shared/azure/arm-errors';
import { aGrant } from '../shared/access/a-tenant';
import type { Delivery } from '../simulation';
import { id, open } from './incident-run';
import { hours, minutes } from './rotation-run';
import { asked, aTakingRun, planted } from './taking-run';

describe('an incident that takes backup rights', () => {
  it('takes them from people, leaves the rest to a person with the reason, and tells both', async () => {
    const run = aTakingRun();
    await open(run, {}, asked);
    await run.clock.advance(minutes(5));
    expect(run.left()).toEqual(['/assignments/orders', '/assignments/cloud']);
    expect(await run.exporters()).toMatchObject([
      {
        principal: 'mallory',
        takenAt: expect.any(String),
        giveBack: expect.stringContaining('role assignment create'),
      },
      { principal: 'group ops', takenAt: expect.any(String), assignment: { role: 'backer', id: '/assignments/ops' } },
      { principal: 'app orders', takenBy: 'person', because: expect.stringContaining('service') },
      { principal: 'cloud team', takenBy: 'person', because: expect.stringContaining('above the vault') },
    ]);
    const [told, ...more] = run.told('rights to carry keys out of vaults 2 taken from people, 2 left');
    expect(more).toEqual([]);
    expect(told?.whatToDo).toContain('app orders has the role Role backer');
  });

  it('has written down who had what before it takes anything', async () => {
    const run = aTakingRun();
    const seen: (string | undefined)[] = [];
    run.taker.trouble = (assignment) => {
      void run.exporters().then((all) => {
        const before = all.find((each) => each.assignment?.id === assignment);
        seen.push(before?.begunAt && !before.takenAt ? before.giveBack : undefined);
      });
      return undefined;
    };
    await open(run, {}, asked);
    await run.clock.advance(minutes(5));
    expect(seen).toEqual([expect.stringContaining('mallory'), expect.stringContaining('group ops')]);
  });

  it('takes nothing unless it is asked to, and says who could; and takes it when it is asked later', async () => {
    const run = aTakingRun();
    await open(run);
    await run.clock.advance(hours(1));
    expect(run.taker.asked).toEqual([]);
    expect(await run.exporters()).toMatchObject([{ takenBy: 'identity' }, {}, {}, {}]);
    await open(run, {}, asked);
    await run.clock.advance(minutes(5));
    expect(await run.taken()).toEqual(['mallory', 'group ops']);
  });

  it.each<Delivery>(['twice', 'twice-at-once', 'answer-lost'])(
    'comes to the same where each taking is delivered so: %s',
    async (delivery) => {
      let first = true;
      const deliver = (step: string): Delivery => {
        if (step !== 'takeRight' || !first) return 'once';
        first = false;
        return delivery;
      };
      const run = aTakingRun({ deliver });
      await open(run, {}, asked);
      await run.clock.advance(minutes(10));
      expect(await run.taken()).toEqual(['mallory', 'group ops']);
      expect(run.told('taken from people')).toHaveLength(1);
    },
  );

  it('knows for its own doing what was gone when it died between taking and noting', async () => {
    const run = aTakingRun();
    const { incidents } = run.simulation.world;
    const note = incidents.note.bind(incidents);
    let dies = true;
    Object.assign(incidents, {
      note: async (...args: Parameters<typeof note>) => {
        if (dies && run.left().length === 2) {
          dies = false;
          throw new Error('the worker died');
        }
        return note(...args);
      },
    });
    await open(run, {}, asked);
    await run.clock.advance(minutes(10));
    expect(dies).toBe(false);
    expect(await run.taken()).toEqual(['mallory', 'group ops']);
    expect((await run.exporters()).flatMap(({ refused }) => refused ?? [])).toEqual([]);
  });

  it('leaves to a person what Azure refuses, and tries again what may pass', async () => {
    const run = aTakingRun();
    let busy = 2;
    run.taker.trouble = (assignment) => {
      if (assignment === '/assignments/ops') {
        const refusal = { method: 'DELETE', scope: assignment, status: 403, armCode: 'AuthorizationFailed' };
        return new ArmRefused({ ...refusal, detail: 'the condition forbids it.' });
      }
      busy -= 1;
      return busy >= 0 ? new Error('503') : undefined;
    };
    await open(run, {}, asked);
    await run.clock.advance(minutes(30));
    expect(await run.taken()).toEqual(['mallory']);
    expect(run.taker.asked.filter((each) => each === '/assignments/ops')).toHaveLength(1);
    const refused = (await run.exporters()).find(({ principal }) => principal === 'group ops');
    expect(refused?.refused).toContain('AuthorizationFailed');
  });

  it('tells of what Azure does not answer, and goes on trying', async () => {
    const run = aTakingRun();
    let isAway = true;
    run.taker.trouble = () => (isAway ? new Error('no token') : undefined);
    await open(run, {}, asked);
    await run.clock.advance(minutes(10));
    expect(run.told('0 taken from people')[0]?.whatToDo).not.toContain('mallory');
    await run.clock.advance(minutes(20));
    expect(run.told('0 taken from people')[1]?.whatToDo).toContain('the identity has tried since');
    isAway = false;
    await run.clock.advance(minutes(30));
    expect(await run.taken()).toEqual(['mallory', 'group ops']);
  });

  it('looks again before it takes: what a service has joined meanwhile is left to a person', async () => {
    const run = aTakingRun();
    const { facts } = run.world.access;
    let looks = 0;
    run.world.access.facts = async () => {
      looks += 1;
      if (looks === 2) Object.assign(run.world.access.planted, planted({ members: { 'group ops': ['app billing'] } }));
      return facts();
    };
    await open(run, {}, asked);
    await run.clock.advance(minutes(5));
    expect(await run.taken()).toEqual(['mallory']);
    expect(run.left()).toContain('/assignments/ops');
  });

  it('tells of a right that comes up later, and does not fight over it', async () => {
    const run = aTakingRun();
    await open(run, {}, asked);
    await run.clock.advance(minutes(5));
    run.world.access.planted.grants.push(aGrant('mallory', { role: 'backer', id: '/assignments/again' }));
    await run.clock.advance(hours(2));
    expect(run.left()).toContain('/assignments/again');
    expect(await run.exporters()).toMatchObject([
      {},
      {},
      {},
      {},
      { principal: 'mallory', appearedAt: expect.any(String) },
    ]);
    const [told, ...more] = run.told('came up');
    expect(more).toEqual([]);
    expect(told).toMatchObject({ severity: 'critical', whatToDo: expect.stringContaining('/assignments/again') });
    expect(run.told('taken from people')).toHaveLength(1);
  });

  it('takes what the first look could not see once it is seen', async () => {
    const run = aTakingRun();
    const { facts } = run.world.access;
    run.world.access.facts = () => Promise.reject(new Error('Azure Resource Manager does not answer'));
    await open(run, {}, asked);
    await run.clock.advance(minutes(2));
    expect(run.taker.asked).toEqual([]);
    const unseen = async () => (await run.world.incidents.get(id))?.exporters.flatMap((each) => each.unseen);
    expect(await unseen()).toEqual(['Azure Resource Manager does not answer']);
    run.world.access.facts = facts;
    await run.clock.advance(minutes(10));
    expect(await run.taken()).toEqual(['mallory', 'group ops']);
    expect(await unseen()).toEqual([]);
  });
});
