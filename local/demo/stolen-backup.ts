import { appApi } from '../driver/app-api';
import type { KeyName } from '../driver/witness';
import type { Scenario, Stage, Tally } from './scenario';
import { knownRotations, untilClosed } from './verdicts';

const statements: KeyName = { team: 'ledger', key: 'statements' };
const cleanStatements: KeyName = { team: 'standby', key: 'statements' };
const incident = 'INC-2042';

/** A key may have left its vault: no new version of it helps, so that another key takes its place. */
export const stolenBackup: Scenario = {
  name: 'stolen-backup',
  title: '6. Somebody has taken a backup of a key, which no new version helps against',
  async play(stage) {
    const { api, appUrl, check, tell, witness } = stage;
    const kofi = await witness.asSomebody('kofi', 'ledger');
    await kofi.backUp(statements.key);
    await tell('kofi', 'takes a backup of statements, and has no reason to');
    // Logs arrive some minutes later.
    await api.advance('PT15M');

    const person = appApi(appUrl, await api.tokenFor('Nadia', ['Rewrap.Emergency']));
    const wish = { keys: [witness.urlOf(statements)], reason: 'Kofi took a backup', incidentId: incident };
    const refusal = await person.refusedEmergency({ ...wish, mode: 'new-version' });
    await tell('Nadia', 'asks for a new version, and reads what the audit log speaks for');
    check('A new version alone is refused unless she means it', refusal === 'mode-too-weak');

    const known = await knownRotations(stage, statements);
    await person.startEmergency({ ...wish, mode: 'clean-vault', takeBackupRights: true });
    await tell('Nadia', 'asks for a clean vault, and for the rights of whoever could take more');
    await untilClosed(stage, statements, known);
    await tell('rewrap', 'has made a key of the same name in the clean vault, and moved everything there');
    const tally = await verifyMoved(stage);
    check("Kofi's role at the vault is gone", !(await witness.hasRole('kofi')));

    const isOver = async () => (await witness.records(statements))[0]?.retirement?.state === 'retired';
    await api.settle('the old key to be retired', isOver);
    await tell('rewrap', 'disabled the old key on trial, and nobody missed it');
    const old = await witness.versions(statements);
    check('Each of its versions is disabled, and none deleted', old.length > 0 && old.every(({ enabled }) => !enabled));
    return tally;
  },
};

async function verifyMoved({ witness, check }: Stage): Promise<Tally> {
  const [made, ...more] = await witness.versions(cleanStatements);
  check('statements is in the clean vault, in one version', made !== undefined && more.length === 0);
  const uses = await witness.usesOf(statements);
  const verified = uses.filter(({ version }) => version === made?.version).length;
  check(`All ${uses.length} dependents of statements use it`, verified === uses.length);
  return { keysRotated: 1, dependents: uses.length, verified };
}
