import { appApi } from '../../local/driver/app-api';
import type { KeyName } from '../../local/driver/witness';
import type { FaultInput } from '../../local/arm/faults';
import { managedApplication } from '../../local/estate/company';
import { idOf } from '../../local/estate/resource-seeds';
import { call } from './call';
import { bringUpEstate, patience, type TestEstate } from './estate';
import { oneProvenRotation, outcomeOf, untilClosed } from './promised-state';

let site: TestEstate;
beforeAll(async () => {
  site = await bringUpEstate();
}, patience);
afterAll(() => site.end(), patience);

const startRotation = async (key: KeyName) => {
  const { api, estate, witness } = site;
  const operator = appApi(estate.appUrl, await api.tokenFor('Omar', ['Rewrap.Operate']));
  await operator.startRotation({ key: witness.urlOf(key), reason: 'A test of faults' });
};

describe('Azure Resource Manager in trouble', () => {
  const telemetry: KeyName = { team: 'platform', key: 'telemetry' };
  const busy = { status: 409, code: 'Conflict', message: 'Another operation is in progress.' };
  const throttled = { kind: 'answer', status: 429, code: 'TooManyRequests' } as const;
  const halfDone = { kind: 'fail', status: 500, code: 'InternalError', applied: true } as const;

  /** What the writes of each dependent meet, one after the other. */
  const troubles = {
    haldentraces: [{ effect: { kind: 'hang' } }, { effect: { kind: 'answer', ...busy } }],
    haldenmetrics: [{ times: 2, effect: { ...throttled, retryAfter: 20 } }, { effect: { kind: 'drop-answer' } }],
    haldenlogs: [{ times: 2, effect: throttled }, { effect: halfDone }],
    'des-telemetry': [{ effect: halfDone }],
  } as const satisfies Record<string, readonly FaultInput[]>;

  it(
    'ends proven, with nothing stranded, whether calls hang, are throttled, refused, half done or lose their answers',
    async () => {
      const { api } = site;
      for (const [name, faults] of Object.entries(troubles)) {
        const kind = name.startsWith('des') ? 'disk-encryption-set' : 'storage-account';
        const path = idOf({ team: 'platform', kind }, name);
        for (const fault of faults) await api.breakResources({ path, method: 'PATCH', ...fault });
      }
      await startRotation(telemetry);
      await untilClosed(site, telemetry);

      expect(await api.faultsLeft()).toEqual([]);
      expect(await outcomeOf(site, telemetry)).toEqual(oneProvenRotation);
    },
    patience,
  );
});

describe('a dependent in a group that a managed application keeps to itself', () => {
  it(
    'is named in the plan with the application, and nothing else of the company is out of sight',
    async () => {
      const { api, estate, witness } = site;
      const token = await api.tokenFor('Omar', ['Rewrap.Operate']);
      const key = witness.urlOf({ team: 'platform', key: 'messaging' });
      const body = JSON.stringify({ key, reason: 'A look', dryRun: true });
      const answer = await call(estate, { path: '/api/rotations', token, body });
      const id = idOf({ team: 'platform', kind: 'storage-account', managed: true }, 'haldenscoring').toLowerCase();
      expect(JSON.parse(answer.body)).toMatchObject({
        plans: [
          {
            dependents: {
              ownedElsewhere: [{ id, mode: 'following', owner: managedApplication.id.toLowerCase() }],
              unreadable: [],
              inWords: expect.stringMatching(/^\d+ found$/),
            },
          },
        ],
      });
    },
    patience,
  );
});

describe('a dependent that never moves', () => {
  const statements: KeyName = { team: 'ledger', key: 'statements' };
  const id = idOf({ team: 'ledger', kind: 'storage-account' }, 'haldenstatements');

  it(
    'leaves the rotation partial, names itself in a critical alert, keeps the old version, and is repaired by the sweep',
    async () => {
      const { api, witness } = site;
      const [before] = await witness.versions(statements);
      const lock = { status: 409, code: 'ScopeLocked', message: `The scope '${id}' is locked.` };
      await api.breakResources({ path: id, method: 'PATCH', times: 1_000, effect: { kind: 'answer', ...lock } });
      await startRotation(statements);
      await untilClosed(site, statements);

      const [partial] = await witness.records(statements);
      const pages = (await api.alerts()).filter(({ rotationId }) => rotationId === partial?.id);
      expect(partial?.state).toBe('partial');
      expect(pages).toMatchObject([{ severity: 'critical', kind: 'RotationPartial', verified: true }]);
      expect(pages[0]?.whatToDo).toContain(`az resource show --ids ${id.toLowerCase()}`);
      expect(pages[0]?.whatToDo).toContain('Remove the read-only lock');
      expect(await witness.versions(statements)).toMatchObject([{ ...before, enabled: true }, { enabled: true }]);

      await api.liftFaults();
      const isProven = async () => (await witness.records(statements))[0]?.state === 'proven';
      await api.settle('the sweep to repair it', isProven);
      const alerts = ['RotationPartial', 'RotationProven'];
      expect(await outcomeOf(site, statements)).toEqual({ ...oneProvenRotation, alerts });
      expect((await witness.records(statements))[0]?.id).toBe(partial?.id);
    },
    patience,
  );
});
