import { appApi } from '../../local/driver/app-api';
import type { KeyName } from '../../local/driver/witness';
import { bringUpEstate, patience, type TestEstate } from './estate';
import { untilClosed } from './promised-state';

let site: TestEstate;
beforeAll(async () => {
  site = await bringUpEstate();
}, patience);
afterAll(() => site.end(), patience);

it(
  'wraps the data keys in rows of a table anew, so that the application opens its tokens by the new version',
  async () => {
    const { api, witness, estate } = site;
    const settlement: KeyName = { team: 'payments', key: 'settlement' };
    const operator = appApi(estate.appUrl, await api.tokenFor('Nadia', ['Rewrap.Operate']));
    const tokens = async () => (await witness.usesOf(settlement)).filter(({ who }) => who.startsWith('partnertokens/'));
    const [before] = await witness.versions(settlement);
    expect(new Set((await tokens()).map(({ version }) => version))).toEqual(new Set([before?.version]));

    await operator.startRotation({ key: witness.urlOf(settlement), reason: 'Yearly' });
    await untilClosed(site, settlement, 'P2D');
    const current = (await witness.versions(settlement)).at(-1)?.version;
    expect(current).not.toBe(before?.version);
    expect((await tokens()).map(({ version }) => version)).toEqual(Array.from({ length: 4 }, () => current));
    const [record] = await witness.records(settlement);
    expect(record?.state).toBe('proven');
  },
  patience,
);
