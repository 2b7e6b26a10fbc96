import { randomBytes } from 'node:crypto';
import { Duration } from 'luxon';
import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import { appApi } from '../../local/driver/app-api';
import type { KeyName } from '../../local/driver/witness';
import { assignmentId, holders, principalId } from '../../local/estate/administrators';
import { stableId } from '../../local/identity/stable-id';
import { call, problemIn } from './call';
import { bringUpEstate, patience, until, type TestEstate } from './estate';
import { isClosed, oneProvenRotation, outcomeOf, untilClosed } from './promised-state';

const hookSecret = `whsec_${randomBytes(24).toString('base64')}`;

let site: TestEstate;
beforeAll(async () => {
  site = await bringUpEstate({ settings: { REWRAP_DEPARTURE_HOOK_SECRET: hookSecret } });
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

const Rights = z.object({
  exporters: z.array(
    z.object({
      exporters: z.array(
        z.object({ principal: z.string(), takenAt: z.string().optional(), because: z.string().default('') }),
      ),
    }),
  ),
});

describe('an incident that takes rights', () => {
  it(
    'has an identity of its own take them from people at the vault, under its condition, and no others',
    async () => {
      const key = site.witness.urlOf({ team: 'ledger', key: 'statements' });
      const incident = { keys: [key], reason: 'A leak', incidentId: 'INC-rights', takeBackupRights: true };
      const token = await site.api.tokenFor('Nadia', ['Rewrap.Emergency', 'Rewrap.Read']);
      const asked = await call(site.estate, {
        path: '/api/emergency-rotations',
        token,
        body: JSON.stringify(incident),
      });
      expect(asked.status).toBe(202);
      const rights = async () => {
        const { body } = await call(site.estate, { path: '/api/incidents/INC-rights', token });
        return Rights.parse(JSON.parse(body)).exporters.flatMap(({ exporters }) => exporters);
      };
      await site.api.settle('the rights to be taken', async () => (await rights()).some(({ takenAt }) => takenAt));
      const found = await rights();
      expect(found.filter(({ takenAt }) => takenAt).map(({ principal }) => principal)).toEqual([principalId('kofi')]);
      const left = found.filter(({ takenAt }) => !takenAt).map(({ because }) => because);
      expect(left.length).toBeGreaterThan(1);
      expect(left.every((because) => /above the vault|service|it is Rewrap/.test(because))).toBe(true);
    },
    patience,
  );
});

const Cases = z.object({ cases: z.array(z.looseObject({ principal: z.looseObject({ id: z.string() }) })) });

/** The cases about somebody, as the API lists them. */
const casesOf = async (who: string) => {
  const token = await site.api.tokenFor('Nadia', ['Rewrap.Read']);
  const { cases } = Cases.parse(JSON.parse((await call(site.estate, { path: '/api/cases', token })).body));
  return cases.filter(({ principal }) => principal.id === principalId(who));
};

/** Who was there is known from a snapshot that a sweep has taken. */
describe('somebody who leaves', () => {
  const assignmentOf = (name: string) => {
    const holder = holders.find(({ who }) => who === name);
    if (!holder) throw new Error(`Expected that ${name} has a role`);
    return assignmentId(holder);
  };

  it.each<readonly [string, string, string, KeyName, () => Parameters<TestEstate['api']['changeAccess']>[0]]>([
    [
      'R19a',
      'is soft-deleted, of which Microsoft Graph tells',
      'hugo',
      { team: 'payments', key: 'receipts' },
      () => ({ remove: principalId('hugo') }),
    ],
    [
      'R19b',
      'loses a role, of which an event tells without the name',
      'ida',
      { team: 'ledger', key: 'audit' },
      () => ({ unassign: assignmentOf('ida') }),
    ],
  ])(
    '%s: %s, over every wire: one case, and the key within reach is rotated once',
    async (...[, , who, key, change]) => {
      await site.api.sweep();
      await site.api.changeAccess(change());
      await site.api.settle('the rotation to be closed', () => isClosed(site, key));
      expect(await casesOf(who)).toMatchObject([{ verdict: 'departure', counts: { 'new-version': 1 } }]);
      expect(await causeAndState(key)).toMatchObject([{ cause: 'departure', state: 'proven' }]);
      expect(await site.witness.versions(key)).toHaveLength(2);
    },
    patience,
  );

  it(
    'R19b: goes out of a group, of which an event names the group alone: one case, and what he could carry out is left to a person',
    async () => {
      // The looks of the tests before have had the group watched.
      await site.api.changeAccess({ leave: principalId('anna'), group: principalId('platform-operators') });
      await site.api.settle('the case', async () => (await casesOf('anna')).length > 0, 'PT30M');
      expect(await casesOf('anna')).toMatchObject([{ verdict: 'departure', presence: 'here' }]);
    },
    patience,
  );

  it(
    'is a case when a person says so, and what he could carry out is left to a person',
    async () => {
      await site.api.sweep();
      const body = JSON.stringify({ principal: principalId('bram'), reason: 'Leaves' });
      const token = await site.api.tokenFor('Nadia', ['Rewrap.Operate']);
      const tell = () => call(site.estate, { path: '/api/departures', token, body });
      const answers = await Promise.all([tell(), tell()]);
      expect(answers.map(({ status }) => status)).toEqual([202, 202]);
      expect(new Set(answers.map((answer) => JSON.parse(answer.body).known))).toEqual(new Set([false, true]));
      await site.api.settle('the case', async () => (await casesOf('bram')).length > 0);
      expect(await casesOf('bram')).toMatchObject([{ verdict: 'departure', presence: 'here' }]);
      const told = (await site.api.alerts()).filter(({ summary }) => summary.includes('bram'));
      expect(told).toMatchObject([{ kind: 'NeedsPerson' }]);
    },
    patience,
  );
});

describe('a departure that is not told as it should be', () => {
  const send = async (principal: string, { secret = hookSecret, id = 'message-1' } = {}) => {
    const body = JSON.stringify({ type: 'departure', data: { principal } });
    const at = await site.api.now();
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    };
    return call(site.estate, { path: '/api/hooks/departures', body, headers });
  };
  const casesNow = async () => (await Promise.all(['chiara', 'dmitri'].map(casesOf))).flat();

  it.each<readonly [string, number, () => ReturnType<typeof call>]>([
    [
      'with a token that allows to read alone',
      403,
      async () =>
        call(site.estate, {
          path: '/api/departures',
          token: await site.api.tokenFor('Mallory', ['Rewrap.Read']),
          body: JSON.stringify({ principal: principalId('chiara'), reason: 'A lie' }),
        }),
    ],
    ['with a forged signature', 401, () => send(principalId('chiara'), { secret: `whsec_${'A'.repeat(32)}` })],
    [
      'without any signature',
      401,
      () =>
        call(site.estate, {
          path: '/api/hooks/departures',
          body: JSON.stringify({ data: { principal: principalId('chiara') } }),
        }),
    ],
  ])(
    '%s is refused with what to do, and changes nothing',
    async (_, status, tell) => {
      const answer = await tell();
      expect(answer.status).toBe(status);
      expect(problemIn(answer).nextStep).toMatch(/\w+ \w+/);
      await site.api.advance('PT15M');
      expect(await casesNow()).toEqual([]);
    },
    patience,
  );

  it(
    'about nobody of this tenant is taken, kept and told of, and changes nothing, however often it comes',
    async () => {
      const stranger = stableId('a stranger');
      const answers = [await send(stranger), await send(stranger)];
      expect(answers.map(({ body }) => JSON.parse(body))).toEqual([{ outcome: 'refused' }, { outcome: 'refused' }]);
      const told = (await site.api.alerts()).filter(({ summary }) => summary.includes(stranger));
      expect(told).toMatchObject([{ kind: 'EventRefused', verified: true }]);
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
