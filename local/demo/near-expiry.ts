import type { KeyName } from '../driver/witness';
import type { Scenario } from './scenario';
import { knownRotations, untilClosed, verifyProven } from './verdicts';

const cards: KeyName = { team: 'payments', key: 'cards' };

/** The day that the product is for: nobody does anything. */
export const nearExpiry: Scenario = {
  name: 'near-expiry',
  title: '1. A key nears its expiry, and nobody has to do anything',
  async play(stage) {
    const { api, witness, tell, check } = stage;
    const [before] = await witness.versions(cards);
    const known = await knownRotations(stage, cards);
    await tell('calendar', 'cards, an HSM key of the payments vault, expires in 44 days. Two weeks pass.');
    await api.advance('P14D');
    await tell('vault', 'announces that cards nears its expiry; Event Grid brings the event to Rewrap');

    const record = await untilClosed(stage, cards, known);
    await tell('rewrap', `made version ${record.to?.slice(0, 8)} and moved everything, the canary first`);
    const tally = await verifyProven(stage, cards, { record, versionsBefore: 1 });

    const untouched = (await witness.versions(cards)).find(({ version }) => version === before?.version);
    check('The old version is still enabled while the overlap lasts', untouched?.enabled === true);
    const retirement = async () => (await witness.records(cards))[0]?.retirement?.state ?? '';
    await api.settle(
      'the old version to be disabled on trial',
      async () => ['trial', 'retired'].includes(await retirement()),
      'P14D',
    );
    // A wait of its own, because the steps of the clock grow with the time that has passed: a leap over the trial ends it.
    await api.settle('the old version to be retired', async () => (await retirement()) === 'retired');
    await tell('rewrap', `looked at every dependent again and disabled version ${before?.version.slice(0, 8)}`);
    const retired = (await witness.versions(cards)).find(({ version }) => version === before?.version);
    check('The old version is disabled, not deleted', retired?.enabled === false);
    return tally;
  },
};
