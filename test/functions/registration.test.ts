import { app } from '@azure/functions';
import { registerApi } from '../../functions/api';
import { lookAtStandby } from '../../functions/look-at-standby';
import { onKeyVaultEvent } from '../../functions/on-key-vault-event';
import { onQueuedEvent } from '../../functions/on-queued-event';
import { onRoleChange } from '../../functions/on-role-change';
import { selfTest } from '../../functions/self-test';
import { sweep } from '../../functions/sweep';
import { aSite } from './a-site';

/** What the app told the host, by name. The durable client registers its triggers through the very same calls. */
const registered = () => {
  const spies = [jest.spyOn(app, 'http'), jest.spyOn(app, 'eventGrid'), jest.spyOn(app, 'timer')];
  for (const spy of spies) spy.mockReturnValue();
  const { world } = aSite();
  const nobody = new Error('nobody is recognised here');
  registerApi(world, {
    recognise: () => Promise.reject(nobody),
    recogniseSender: () => {
      throw nobody;
    },
  });
  onKeyVaultEvent(world);
  onRoleChange(world, {});
  sweep();
  lookAtStandby(world);
  selfTest(world, { publish: () => Promise.resolve() });
  const calls = spies.flatMap((spy) => spy.mock.calls.map(([name, options]) => [name, options] as const));
  return new Map(calls);
};

describe('the functions that the host knows', () => {
  it('keep their names, which subscriptions and dashboards refer to', () => {
    expect([...registered().keys()].toSorted()).toEqual([
      'approveHoldRelease',
      'approveRotation',
      'askDoctor',
      'confirmRotation',
      'endPause',
      'getCase',
      'getIncident',
      'getRotation',
      'health',
      'listCases',
      'listFindings',
      'listIncidents',
      'listKeys',
      'listLags',
      'listPauses',
      'listRotations',
      'listVersions',
      'lookAtStandby',
      'onKeyVaultEvent',
      'onRoleChange',
      'openApi',
      'pacing',
      'pauseRotations',
      'rejectRotation',
      'releaseHold',
      'reportAlert',
      'reportDeparture',
      'reportDepartureHook',
      'reportReach',
      'resumeRotation',
      'reviewIncident',
      'selfTest',
      'startEmergencyRotations',
      'startRotation',
      'sweep',
      'undoRotation',
    ]);
  });

  it('check tokens and not keys of the host, at the documented routes', () => {
    const routes = [...registered()].flatMap(([name, options]) => ('route' in options ? [[name, options]] : []));
    expect(Object.fromEntries(routes)).toMatchObject({
      startEmergencyRotations: { methods: ['POST'], route: 'emergency-rotations', authLevel: 'anonymous' },
      startRotation: { methods: ['POST'], route: 'rotations', authLevel: 'anonymous' },
      undoRotation: { methods: ['POST'], route: 'rotations/{id}/undo', authLevel: 'anonymous' },
      resumeRotation: { methods: ['POST'], route: 'rotations/{id}/resume', authLevel: 'anonymous' },
      pauseRotations: { methods: ['POST'], route: 'pauses', authLevel: 'anonymous' },
      listPauses: { methods: ['GET'], route: 'pauses', authLevel: 'anonymous' },
      endPause: { methods: ['POST'], route: 'pauses/{id}/resume', authLevel: 'anonymous' },
      getRotation: { methods: ['GET'], route: 'rotations/{id}', authLevel: 'anonymous' },
      listRotations: { methods: ['GET'], route: 'rotations', authLevel: 'anonymous' },
      listKeys: { methods: ['GET'], route: 'keys', authLevel: 'anonymous' },
      pacing: { methods: ['GET'], route: 'pacing', authLevel: 'anonymous' },
      health: { methods: ['GET'], route: 'health', authLevel: 'anonymous' },
    });
  });

  it('fetch events from a queue only where one is named', () => {
    expect(registered().has('onQueuedEvent')).toBe(false);
    const queue = jest.spyOn(app, 'storageQueue').mockReturnValue();
    onQueuedEvent(aSite().world, 'rewrap-events', {});
    expect(queue.mock.calls).toEqual([
      ['onQueuedEvent', expect.objectContaining({ queueName: 'rewrap-events', connection: 'REWRAP_EVENTS' })],
    ]);
  });

  it('sweep the estate every quarter of an hour', () => {
    expect(registered().get('sweep')).toMatchObject({ schedule: '0 */15 * * * *' });
  });
});
