import * as z from 'zod';
import { principalId } from '../../local/estate/administrators';
import { appApi } from '../../local/driver/app-api';
import type { KeyName } from '../../local/driver/witness';
import { bringUpEstate, patience, type TestEstate } from './estate';
import { untilClosed } from './promised-state';

let site: TestEstate;
beforeAll(async () => {
  site = await bringUpEstate();
}, patience);
afterAll(() => site.end(), patience);

const queues: KeyName = { team: 'platform', key: 'queues' };
const reports: KeyName = { team: 'ledger', key: 'statements' };

const View = z.looseObject({
  dependents: z.array(z.looseObject({ dependent: z.string(), proof: z.string(), because: z.string().optional() })),
  plan: z.looseObject({ warnings: z.array(z.looseObject({ code: z.string(), message: z.string() })) }),
});

const telemetry: KeyName = { team: 'platform', key: 'telemetry' };

const minutes = (count: number) => count * 60_000;
/** How long the log of the estate takes to show what happened. */
const ingestion = minutes(5);

const start = async (key: KeyName) => {
  const { api, estate, witness } = site;
  const person = appApi(estate.appUrl, await api.tokenFor('Nadia', ['Rewrap.Operate']));
  await person.startRotation({ key: witness.urlOf(key), reason: 'Yearly' });
  await untilClosed(site, key);
};
const view = async (key: KeyName) => {
  const { api, estate, witness } = site;
  const [record] = await witness.records(key);
  const token = await api.tokenFor('Nadia', ['Rewrap.Read']);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${estate.appUrl}/api/rotations/${record?.id}`, { headers });
  return View.parse(await answer.json());
};
const retirement = async (key: KeyName) => (await site.witness.records(key))[0]?.retirement;

describe('the audit log of a vault', () => {
  it(
    'proves that a Service Bus, which shows no version, has followed; the old version is then retired',
    async () => {
      const { api, witness } = site;
      await start(queues);
      expect((await view(queues)).dependents).toMatchObject([{ proof: 'assumed' }]);

      await api.advance('P8D');
      await api.settle('the retirement to be over', async () => (await retirement(queues))?.state === 'retired');
      expect((await view(queues)).dependents).toMatchObject([
        {
          dependent: expect.stringContaining('sb-halden-orders'),
          proof: 'log',
          because: expect.stringMatching(/no other version/),
        },
      ]);
      expect((await witness.versions(queues)).map(({ enabled }) => enabled)).toEqual([false, true]);
      expect(await api.stranded()).toEqual([]);
    },
    patience,
  );

  it(
    'names whoever used the key and is not known, and holds the old version for him',
    async () => {
      const { api, witness } = site;
      const [first] = await witness.versions(reports);
      const ghost = await witness.asSomebody('ghost', 'ledger');
      await ghost.wrap(`${witness.urlOf(reports)}/${first?.version}`);
      await api.advance('PT1H');
      await start(reports);
      expect((await view(reports)).plan.warnings).toMatchObject([
        { code: 'shadow-user', message: expect.stringContaining(ghost.principal) },
      ]);

      await api.advance('P8D');
      await api.settle('the retirement to be held', async () => (await retirement(reports))?.state === 'held');
      expect((await retirement(reports))?.reasons).toEqual([
        expect.objectContaining({ code: 'shadow-user', message: expect.stringContaining(ghost.principal) }),
      ]);
    },
    patience,
  );

  it(
    'R21c: finds in the trial who is in no search and no log before, and enables the version again two minutes after it shows',
    async () => {
      const { api, witness } = site;
      const [first] = await witness.versions(telemetry);
      const old = `${witness.urlOf(telemetry)}/${first?.version}`;
      await start(telemetry);
      const ghost = await witness.asSomebody('ghost', 'platform');
      await api.advance('P7D');
      await api.settle('the trial', async () => (await retirement(telemetry))?.state === 'trial');
      expect((await witness.versions(telemetry)).map(({ enabled }) => enabled)).toEqual([false, true]);

      const refusedAt = await api.now();
      await expect(ghost.wrap(old)).rejects.toMatchObject({ statusCode: 403 });
      // Minute by minute: whoever leaps looks later than he should.
      for (let n = 0; n < 29 && (await retirement(telemetry))?.state === 'trial'; n += 1) await api.advance('PT1M');
      const found = await retirement(telemetry);
      expect(found).toMatchObject({
        state: 'reopened',
        reasons: [
          expect.objectContaining({ code: 'trial-complaint', message: expect.stringContaining(ghost.principal) }),
        ],
      });
      expect((await witness.versions(telemetry)).map(({ enabled }) => enabled)).toEqual([true, true]);
      await ghost.wrap(old);
      expect(Date.parse(String(found?.['at'])) - refusedAt.getTime()).toBeLessThanOrEqual(ingestion + minutes(2));
      const alert = (await api.alerts()).find(({ kind }) => kind === 'RetirementReopened');
      expect(alert).toMatchObject({ severity: 'critical', summary: expect.stringContaining(ghost.principal) });
    },
    patience,
  );
});

const Reach = z.object({ ways: z.array(z.object({ inWords: z.string() })), unseen: z.array(z.unknown()) });

describe('the report of who reaches which key', () => {
  it.each([
    [
      'bram',
      /is a member of on-call, which is a member of platform-operators, which has the role Key Vault Crypto Officer at .*halden\.$/,
    ],
    ['dmitri', /can act as nightly-backup, which has the role Key Vault Crypto User at .*rg-ledger-prod\.$/],
    ['gaston', /has the local role Managed HSM Administrator at \/ of/],
  ])(
    'tells of %s, over every wire, what the estate says of him',
    async (who, way) => {
      const { api, estate } = site;
      const headers = { authorization: `Bearer ${await api.tokenFor('Nadia', ['Rewrap.Read'])}` };
      const answer = await fetch(`${estate.appUrl}/api/reach?principal=${principalId(who)}`, { headers });
      const body: unknown = await answer.json();
      expect({ status: answer.status, body }).toMatchObject({ status: 200 });
      const { ways, unseen } = Reach.parse(body);
      expect(ways[0]?.inWords).toMatch(way);
      expect(unseen).toEqual([]);
    },
    patience,
  );
});
