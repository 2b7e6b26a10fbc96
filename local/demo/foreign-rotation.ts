import type { KeyName } from '../driver/witness';
import type { Scenario } from './scenario';
import { knownRotations, untilClosed, verifyProven } from './verdicts';

const ledger: KeyName = { team: 'ledger', key: 'ledger' };

/** Rotation that ends at the new version is what a vault can do by itself; the rest of the work is ours. */
export const foreignRotation: Scenario = {
  name: 'foreign-rotation',
  title: '2. Somebody rotates a key in the vault, and its users have to follow',
  async play(stage) {
    const { witness, tell } = stage;
    const known = await knownRotations(stage, ledger);
    const { length: versionsBefore } = await witness.versions(ledger);
    await witness.keyClient(ledger.team).rotateKey(ledger.key);
    await tell('Ines', 'rotates ledger by hand, in the vault, and goes home');

    const record = await untilClosed(stage, ledger, known);
    await tell('rewrap', `found it no weaker than the one before, and moved its users to ${record.to?.slice(0, 8)}`);
    stage.check('Rewrap made no version of its own', record.cause === 'foreign-version');
    return verifyProven(stage, ledger, { record, versionsBefore });
  },
};
