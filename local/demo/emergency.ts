import { appApi } from '../driver/app-api';
import type { KeyName } from '../driver/witness';
import type { Scenario, Stage } from './scenario';
import { knownRotations, total, untilClosed, verifyProven } from './verdicts';

const keys: readonly KeyName[] = [
  { team: 'platform', key: 'disks' },
  { team: 'platform', key: 'telemetry' },
  { team: 'treasury', key: 'treasury' },
];

/** A key may have leaked: all that it protects moves now, windows or not. */
export const emergency: Scenario = {
  name: 'emergency',
  title: '3. Three keys may have leaked',
  async play(stage) {
    const { api, appUrl, check, tell, witness } = stage;
    const person = appApi(appUrl, await api.tokenFor('Nadia', ['Rewrap.Emergency']));
    const incident = {
      keys: keys.map(witness.urlOf),
      reason: 'A laptop with vault access was stolen',
      incidentId: 'INC-2041',
    };

    const before = await versionCounts(stage);
    const plans = await person.planEmergency(incident);
    const affected = plans.reduce((sum, { dependents }) => sum + dependents.total, 0);
    await tell('Nadia', `asks what an emergency rotation would do: ${plans.length} keys, ${affected} dependents`);
    check('The dry run changed nothing', String(await versionCounts(stage)) === String(before));

    const known = new Map(await Promise.all(keys.map(async (key) => [key, await knownRotations(stage, key)] as const)));
    const { rotations, refused } = await person.startEmergency(incident);
    await tell('Nadia', `starts it: ${rotations.length} rotations under way, ${refused.length} refused`);
    const again = await person.startEmergency(incident);
    check(
      'Asked twice, it starts nothing twice',
      String(again.rotations.map(({ key }) => key).toSorted()) === String(rotations.map(({ key }) => key).toSorted()),
    );

    const tallies = [];
    for (const [at, key] of keys.entries()) {
      const record = await untilClosed(stage, key, known.get(key) ?? new Set());
      tallies.push(await verifyProven(stage, key, { record, versionsBefore: before[at] ?? 0 }));
    }
    await tell('rewrap', 'has moved everything off the three old versions');
    return total(tallies);
  },
};

const versionCounts = ({ witness }: Stage) =>
  Promise.all(keys.map(async (key) => (await witness.versions(key)).length));
