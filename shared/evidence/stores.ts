import { CaseSummary } from '../departures/case';
import { NewsItem } from '../departures/news';
import { LastSnapshot } from '../departures/snapshots';
import { Move } from '../dependents/dependent';
import { LagObservation } from '../dependents/lags';
import { Approval } from '../rotations/approval';
import { RecordedStep, RotationRecord } from '../rotations/record';
import { SelfTest } from '../self-test/self-test';
import type { World } from '../world';
import { approvalStore } from './approval-store';
import { backupStore } from './backup-store';
import { caseStore } from './case-store';
import { Claim, creationClaims } from './creation-claims';
import { lagBookIn } from './lag-book';
import { Incident, IncidentKey } from '../incidents/incident';
import { HeldRight } from '../incidents/keep-exporters';
import { incidentStore } from './incident-store';
import { letterBox } from './letter-box';
import { IndexEntry } from './listed-rows';
import { newsStore } from './news-store';
import { PauseRow, pauseStore } from './pause-store';
import { planStore } from './plan-store';
import { PostureRow, postureStore } from './posture';
import { recordStore } from './records';
import { RequestRow, requestTable } from './request-table';
import { selfTestStore } from './self-test-store';
import { sealedRecords } from './sealed-records';
import { SignalRow, signalStore } from './signal-store';
import { snapshotStore } from './snapshot-store';
import type { Storage } from './storage';
import { VaultPostureRow, vaultPostureStore } from './vault-posture';

/** Everything that Rewrap keeps beside the engine's own state. Leases end by `now`. */
export type Stores = Pick<
  World,
  | 'requests'
  | 'claims'
  | 'records'
  | 'plans'
  | 'pauses'
  | 'approvals'
  | 'incidents'
  | 'posture'
  | 'vaultPosture'
  | 'lagBook'
  | 'backups'
  | 'letters'
  | 'selfTests'
  | 'snapshots'
  | 'news'
  | 'signals'
  | 'cases'
>;

/**
 * The stores in one storage account: what is small in tables, what is large or opaque in blobs. Backups may be reached by a
 * right of their own.
 */
export const storesIn = (storage: Storage, now: () => Date, forBackups = storage): Stores => {
  const index = storage.table('index', IndexEntry);
  return {
    requests: requestTable(storage.table('requests', RequestRow), index),
    claims: creationClaims(storage.table('claims', Claim), now),
    records: sealedRecords(
      recordStore({
        records: storage.table('records', RotationRecord),
        steps: storage.table('steps', RecordedStep),
        moves: storage.table('moves', Move),
        index,
      }),
      storage.container('records'),
    ),
    plans: planStore(storage.container('plans')),
    approvals: approvalStore(storage.table('approvals', Approval)),
    incidents: incidentStore(
      storage.table('incidents', Incident),
      storage.table('incidentkeys', IncidentKey),
      storage.table('incidentrights', HeldRight),
    ),
    pauses: pauseStore(storage.table('pauses', PauseRow)),
    posture: postureStore(storage.table('posture', PostureRow)),
    vaultPosture: vaultPostureStore(storage.table('vaults', VaultPostureRow)),
    lagBook: lagBookIn(storage.table('lags', LagObservation)),
    backups: backupStore(forBackups.container('backups')),
    letters: letterBox(storage.container('letters')),
    selfTests: selfTestStore(storage.table('selftests', SelfTest)),
    snapshots: snapshotStore(storage.container('access'), storage.table('access', LastSnapshot)),
    news: newsStore(storage.table('news', NewsItem)),
    signals: signalStore(storage.table('signals', SignalRow), index),
    cases: caseStore(storage.container('cases'), storage.table('cases', CaseSummary)),
  };
};
