import { judgeTrial } from '../../../shared/rotations/judge-trial';
import type { Trial } from '../../../shared/rotations/trial';
import { aRecord, aVersion, daysAgo, ledger, today, versionId } from '../../examples';

const minute = 60_000;
const endsAt = new Date(today.getTime() - 45 * minute).toISOString();

/** A look at a trial that was over three quarters of an hour ago, at a dependent that nobody has observed since. */
const look = (how: Partial<Trial> = {}) =>
  judgeTrial({
    now: today,
    record: aRecord(),
    trial: {
      cleared: daysAgo(1),
      planId: 'plan',
      slices: 1,
      versions: [versionId('a')],
      startedAt: new Date(today.getTime() - 75 * minute).toISOString(),
      endsAt,
      ...how,
    },
    versions: [aVersion('a', { enabled: false }), aVersion('b')],
    to: versionId('b'),
    otherRotationRuns: false,
    dependents: [
      {
        id: 'orders',
        type: 'Microsoft.Storage/storageAccounts',
        mode: 'pinned',
        canary: false,
        keepsOldVersionFor: [],
      },
    ],
    moves: [],
    reading: { is: 'unavailable', declared: false, because: `no log of ${ledger}` },
  });

describe('judgeTrial', () => {
  it('has every dependent looked at once more where its last look comes late, as after the app was down', () => {
    const next = new Date(today.getTime() + minute).toISOString();
    expect(look()).toEqual({ is: 'go-on', lookAt: next, observe: true });
    const before = new Date(Date.parse(endsAt) - minute).toISOString();
    expect(look({ observedAt: before })).toMatchObject({ is: 'go-on', observe: true });
  });

  it('gives up where that was asked for and half an hour has brought no look', () => {
    expect(look({ observedAt: endsAt })).toMatchObject({ is: 'stop', reasons: [{ code: 'verification-incomplete' }] });
  });
});
