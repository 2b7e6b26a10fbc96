import { appApi } from '../driver/app-api';
import type { KeyName } from '../driver/witness';
import type { Scenario } from './scenario';
import { knownRotations, untilClosed } from './verdicts';

const messaging: KeyName = { team: 'platform', key: 'messaging' };
const unknown = 'hdi-halden-couriers';

/** Something uses the key that Rewrap cannot move: the old version must stay. */
export const unknownUser: Scenario = {
  name: 'unknown-user',
  title: '5. An HDInsight cluster uses the key, and Rewrap has no adapter for it',
  async play(stage) {
    const { api, appUrl, check, tell, witness } = stage;
    const known = await knownRotations(stage, messaging);
    const operator = appApi(appUrl, await api.tokenFor('Omar', ['Rewrap.Operate']));
    await operator.startRotation({ key: witness.urlOf(messaging), reason: 'Exercise' });
    await tell('Omar', 'asks for a rotation of messaging');
    await untilClosed(stage, messaging, known);
    await tell('rewrap', 'has moved what it knows, and waits out the overlap');

    const retirement = async () => (await witness.records(messaging))[0]?.retirement;
    await api.settle('the retirement to be judged', async () => (await retirement())?.state === 'held', 'P14D');
    const held = await retirement();
    const named = held?.reasons.filter(({ message }) => message.includes(unknown)) ?? [];
    await tell('rewrap', 'keeps the old version: it cannot know whether the cluster has moved');
    check(`Retirement is held, and ${unknown} is named`, named.length > 0);
    const versions = await witness.versions(messaging);
    check('Both versions are enabled', versions.length === 2 && versions.every(({ enabled }) => enabled));

    const current = versions.at(-1)?.version;
    const uses = (await witness.usesOf(messaging)).filter(({ who }) => who !== unknown);
    const verified = uses.filter(({ version }) => version === current).length;
    check(`All ${uses.length} others use the new version`, verified === uses.length);
    return { keysRotated: 1, dependents: uses.length, verified };
  },
};
