import { Duration } from 'luxon';
import { appApi } from '../../local/driver/app-api';
import type { KeyName } from '../../local/driver/witness';
import { bringUpEstate, patience, until, type TestEstate } from './estate';
import { isClosed, oneProvenRotation, outcomeOf, untilClosed } from './promised-state';

let site: TestEstate;
beforeAll(async () => {
  site = await bringUpEstate();
}, patience);
afterAll(() => site.end(), patience);

const as = async (role: string) => appApi(site.estate.appUrl, await site.api.tokenFor('Nadia', [role]));
const startRoutine = async (key: KeyName) =>
  (await as('Rewrap.Operate')).startRotation({ key: site.witness.urlOf(key), reason: 'Yearly' });
const startEmergency = async (incidentId: string, ...keys: readonly KeyName[]) =>
  (await as('Rewrap.Emergency')).startEmergency({ keys: keys.map(site.witness.urlOf), reason: 'A leak', incidentId });
const causeAndState = async (key: KeyName) =>
  (await site.witness.records(key)).map(({ cause, state, incidentId }) => ({ cause, state, incidentId }));

describe('an emergency during a routine rotation', () => {
  it(
    'is folded in as long as there is no version: one version, at once, and outside of the window',
    async () => {
      const { api, witness } = site;
      const payouts: KeyName = { team: 'treasury', key: 'payouts' };
      await api.advance(untilSunday(await api.now()));
      await startRoutine(payouts);
      await api.quiet();
      expect(await causeAndState(payouts)).toEqual([{ cause: 'manual', state: 'waiting', incidentId: undefined }]);
      expect(await witness.versions(payouts)).toHaveLength(1);

      const sunday = await api.now();
      await startEmergency('INC-payouts', payouts);
      await untilClosed(site, payouts, 'PT12H');
      expect((await api.now()).getTime() - sunday.getTime()).toBeLessThan(86_400_000);
      expect(await outcomeOf(site, payouts)).toEqual(oneProvenRotation);
      expect(await causeAndState(payouts)).toEqual([
        { cause: 'compromise', state: 'proven', incidentId: 'INC-payouts' },
      ]);
    },
    patience,
  );

  it(
    'gets a version of its own once there is one, and what has not moved yet goes straight to that',
    async () => {
      const { api, witness } = site;
      const telemetry: KeyName = { team: 'platform', key: 'telemetry' };
      await api.breakResources({
        path: '*/rg-platform-prod/*',
        method: 'PATCH',
        times: 1_000,
        effect: { kind: 'answer', status: 409, code: 'Conflict', message: 'Another operation is in progress.' },
      });
      await startRoutine(telemetry);
      await until('a version to be made', async () => (await witness.versions(telemetry)).length === 2);
      await api.quiet();
      await startEmergency('INC-telemetry', telemetry);
      await api.quiet();
      expect(await witness.versions(telemetry)).toHaveLength(3);

      await api.liftFaults();
      const areBothClosed = async () =>
        (await witness.records(telemetry)).length === 2 && (await isClosed(site, telemetry));
      await api.settle('both rotations to be closed', areBothClosed);

      expect(await causeAndState(telemetry)).toEqual([
        { cause: 'compromise', state: 'proven', incidentId: 'INC-telemetry' },
        { cause: 'manual', state: 'partial', incidentId: undefined },
      ]);
      expect(await outcomeOf(site, telemetry)).toMatchObject({ newVersions: 2, behind: [], stranded: [] });
    },
    patience,
  );
});

describe('an incident', () => {
  it(
    'starts nothing twice when it is reported again, and takes further keys',
    async () => {
      const { api } = site;
      const disks: KeyName = { team: 'platform', key: 'disks' };
      const statements: KeyName = { team: 'ledger', key: 'statements' };
      const first = await startEmergency('INC-7', disks);
      const again = await startEmergency('INC-7', disks);
      const more = await startEmergency('INC-7', statements);
      expect(again.rotations).toEqual(first.rotations);
      expect(more.rotations).toEqual(expect.arrayContaining(first.rotations));
      expect(more.rotations.map(({ key }) => key)).toEqual([statements, disks].map(site.witness.urlOf));

      const areClosed = async () => (await isClosed(site, disks)) && (await isClosed(site, statements));
      await api.settle('both rotations to be closed', areClosed);
      await startEmergency('INC-7', disks, statements);
      await api.quiet();
      expect(await outcomeOf(site, disks)).toEqual(oneProvenRotation);
      expect(await outcomeOf(site, statements)).toEqual(oneProvenRotation);
    },
    patience,
  );
});

/** The window of the treasury's keys opens from Tuesday to Thursday. */
function untilSunday(now: Date): string {
  const sunday = now.getUTCDate() + 7 - now.getUTCDay();
  const noon = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), sunday, 12);
  return Duration.fromMillis(noon - now.getTime()).toISO();
}
