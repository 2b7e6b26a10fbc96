import type { Registrable } from './durable';
import { respondToCompromise } from './respond-to-compromise';
import { respondToRoleChange } from './respond-to-role-change';
import { retireVersion } from './retire-version';
import { rewrapDependents } from './rewrap-dependents';
import { rotateKey } from './rotate-key';
import { sweepEstate, sweepVault } from './sweep-estate';
import { undoMoves } from './undo-moves';
import { adviseIncident } from './steps/advise-incident';
import { watchAccess } from './watch-access';
import { backUpKey } from './steps/back-up-key';
import { beginRetirement } from './steps/begin-retirement';
import { beginTrial } from './steps/begin-trial';
import { closeUndo } from './steps/close-undo';
import { concludeRotation } from './steps/conclude-rotation';
import { containKey } from './steps/contain-key';
import { createVersion } from './steps/create-version';
import { disableVersion } from './steps/disable-version';
import { findEmergency } from './steps/find-emergency';
import { foldRequests } from './steps/fold-requests';
import { judgeRetirement } from './steps/judge-retirement';
import { judgeRoleChange } from './steps/judge-role-change';
import { listVaults } from './steps/list-vaults';
import { lookAtAccess } from './steps/look-at-access';
import { moveDependent } from './steps/move-dependent';
import { openRotation } from './steps/open-rotation';
import { openUndo } from './steps/open-undo';
import { planRotation } from './steps/plan-rotation';
import { proveVersion } from './steps/prove-version';
import { readIncident } from './steps/read-incident';
import { recordExporters } from './steps/record-exporters';
import { readSignals } from './steps/read-signals';
import { respondToCase } from './steps/respond-to-case';
import { retryAlerts } from './steps/retry-alerts';
import { reverifyDependents } from './steps/reverify-dependents';
import { serveUnfinished } from './steps/serve-unfinished';
import { stopRetirement } from './steps/stop-retirement';
import { surveyDependents } from './steps/survey-dependents';
import { sweepKeys } from './steps/sweep-keys';
import { takeRight } from './steps/take-right';
import { tellOfAccess } from './steps/tell-of-access';
import { tellOfVault } from './steps/tell-of-vault';
import { tendDirectoryEvents } from './steps/tend-directory-events';
import { watchIncident } from './steps/watch-incident';
import { watchTrial } from './steps/watch-trial';

/** The table of contents: every workflow, then every step. A name here is what in-flight instances remember. */
export const workflows: readonly Registrable[] = [
  rotateKey,
  rewrapDependents,
  retireVersion,
  sweepEstate,
  sweepVault,
  undoMoves,
  respondToCompromise,
  watchAccess,
  respondToRoleChange,
];
export const steps: readonly Registrable[] = [
  adviseIncident,
  backUpKey,
  beginRetirement,
  beginTrial,
  closeUndo,
  concludeRotation,
  containKey,
  createVersion,
  disableVersion,
  findEmergency,
  foldRequests,
  judgeRetirement,
  judgeRoleChange,
  listVaults,
  lookAtAccess,
  moveDependent,
  openRotation,
  openUndo,
  planRotation,
  proveVersion,
  readIncident,
  recordExporters,
  readSignals,
  respondToCase,
  retryAlerts,
  reverifyDependents,
  serveUnfinished,
  stopRetirement,
  surveyDependents,
  sweepKeys,
  takeRight,
  tellOfAccess,
  tellOfVault,
  tendDirectoryEvents,
  watchIncident,
  watchTrial,
];
