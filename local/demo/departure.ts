import { principalId } from '../estate/administrators';
import type { KeyName } from '../driver/witness';
import type { Scenario } from './scenario';
import { knownRotations, untilClosed, verifyProven } from './verdicts';

const telemetry: KeyName = { team: 'platform', key: 'telemetry' };

/** Somebody is gone who could use a key: it is rotated, and the record says why. */
export const departure: Scenario = {
  name: 'departure',
  title: '7. Somebody leaves the bank who could use a key',
  async play(stage) {
    const { api, check, tell, witness } = stage;
    const known = await knownRotations(stage, telemetry);
    const versionsBefore = (await witness.versions(telemetry)).length;
    await api.changeAccess({ remove: principalId('lena') });
    await tell('somebody', "deletes lena's account; Microsoft Graph tells that a user was updated, and no more");
    const record = await untilClosed(stage, telemetry, known);
    await tell('rewrap', 'found that she is gone, and which key she could use, and rotated it');
    check('The record of telemetry says that it was for a departure', record.cause === 'departure');
    return verifyProven(stage, telemetry, { record, versionsBefore });
  },
};
