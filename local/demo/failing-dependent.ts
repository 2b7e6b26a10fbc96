import { idOf } from '../estate/resource-seeds';
import { appApi } from '../driver/app-api';
import type { KeyName } from '../driver/witness';
import type { Scenario } from './scenario';
import { knownRotations, untilClosed, verifyProven } from './verdicts';

const warehouse: KeyName = { team: 'platform', key: 'warehouse' };
const locked = 'haldenwarehouse';

/** One dependent cannot be moved: it is named, nothing is stranded, and the next sweep repairs it. */
export const failingDependent: Scenario = {
  name: 'failing-dependent',
  title: '4. A dependent that cannot be moved, and is repaired later',
  async play(stage) {
    const { api, appUrl, check, tell, witness } = stage;
    const known = await knownRotations(stage, warehouse);
    const [before, ...none] = await witness.versions(warehouse);
    const id = idOf({ team: 'platform', kind: 'storage-account' }, locked);
    await api.breakResources({
      path: id,
      method: 'PATCH',
      times: 1_000,
      effect: { kind: 'answer', status: 409, code: 'ScopeLocked', message: `The scope '${id}' is locked.` },
    });
    await tell('somebody', `has put a lock on the storage account ${locked}`);

    const operator = appApi(appUrl, await api.tokenFor('Omar', ['Rewrap.Operate']));
    await operator.startRotation({ key: witness.urlOf(warehouse), reason: 'Yearly rotation, before the audit' });
    await tell('Omar', 'asks for a rotation of warehouse');
    const partial = await untilClosed(stage, warehouse, known);
    check('The rotation ends as partial', partial.state === 'partial');
    const alerts = (await api.alerts()).filter(({ rotationId }) => rotationId === partial.id);
    const pages = alerts.filter(
      ({ severity, summary, whatToDo }) => severity === 'critical' && `${summary}${whatToDo}`.includes(locked),
    );
    check(`A critical alert names ${locked} and what to do`, pages.length === 1);
    const old = (await witness.versions(warehouse)).find(({ version }) => version === before?.version);
    check('The old version stays enabled', old?.enabled === true);

    await api.liftFaults();
    await tell('Omar', 'takes the lock away; the next sweep is at most a quarter of an hour off');
    await api.advance('PT15M');
    await api.settle(
      'the rotation to be repaired',
      async () => (await witness.records(warehouse))[0]?.state === 'proven',
    );
    const [record = partial] = await witness.records(warehouse);
    await tell('rewrap', 'has moved the rest');
    check('It is still one record', record.id === partial.id);
    return verifyProven(stage, warehouse, { record, versionsBefore: 1 + none.length });
  },
};
