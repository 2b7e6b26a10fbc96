import * as z from 'zod';
import { appApi } from '../../local/driver/app-api';
import type { KeyName } from '../../local/driver/witness';
import { bringUpEstate, patience, type TestEstate } from './estate';
import { isClosed } from './promised-state';

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

const start = async (key: KeyName) => {
  const { api, estate, witness } = site;
  const person = appApi(estate.appUrl, await api.tokenFor('Nadia', ['Rewrap.Operate']));
  await person.startRotation({ key: witness.urlOf(key), reason: 'Yearly' });
  await api.settle('the rotation to be closed', () => isClosed(site, key));
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
});
