import { appApi } from '../../local/driver/app-api';
import type { KeyName } from '../../local/driver/witness';
import { bringUpEstate, patience, until, type TestEstate } from './estate';
import { oneProvenRotation, outcomeOf, untilClosed } from './promised-state';

let site: TestEstate;
beforeAll(async () => {
  site = await bringUpEstate();
}, patience);
afterAll(() => site.end(), patience);

const telemetry: KeyName = { team: 'platform', key: 'telemetry' };
const disks: KeyName = { team: 'platform', key: 'disks' };
const treasury: KeyName = { team: 'treasury', key: 'treasury' };

const someoneUsesTheSecond = async (key: KeyName): Promise<boolean> => {
  const [, second] = await site.witness.versions(key);
  return second !== undefined && (await site.witness.usesOf(key)).some(({ version }) => version === second.version);
};

/** Moments in a rotation, as somebody outside can see them. */
const moments: readonly [string, KeyName, (key: KeyName) => Promise<boolean>][] = [
  ['its record is opened', treasury, async (key) => (await site.witness.records(key)).length === 1],
  ['its version is made', disks, async (key) => (await site.witness.versions(key)).length === 2],
  ['its first dependent has moved', telemetry, someoneUsesTheSecond],
];

describe('the host is killed in the middle of a rotation and started again', () => {
  it.each(moments)(
    'once %s: makes one version, proves all dependents, keeps one record, raises one alert',
    async (_, key, isNow) => {
      const { api, estate, witness } = site;
      const person = appApi(estate.appUrl, await api.tokenFor('Nadia', ['Rewrap.Emergency']));
      const incident = { keys: [witness.urlOf(key)], reason: 'A test of crashes', incidentId: `INC-${key.key}` };
      const started = Promise.allSettled([person.startEmergency(incident)]);
      await until('the moment of the crash', () => isNow(key));
      await estate.crashHost();
      await started;

      await estate.startHost();
      await untilClosed(site, key);
      expect(await outcomeOf(site, key)).toEqual(oneProvenRotation);
    },
    patience,
  );
});
