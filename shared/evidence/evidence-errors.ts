import { RewrapError } from '../errors';

/** A step or a caller spoke of a rotation that has no record. */
export class RecordMissing extends RewrapError {
  readonly code = 'record-missing';
  readonly status = 404;
  constructor(readonly id: string) {
    super(`Expected a record of rotation ${id}, found none. Take the id from the list of rotations.`);
  }
}

/** A step spoke of a plan, or of a slice of it, that was never saved. */
export class PlanMissing extends RewrapError {
  readonly code = 'plan-missing';
  readonly status = 404;
  constructor(readonly planId: string) {
    super(`Expected plan ${planId} in the plan store, found none. Ask for the rotation again: it will plan anew.`);
  }
}

/** A comparison spoke of a snapshot of access that was never kept, or was deleted from the storage account. */
export class SnapshotMissing extends RewrapError {
  readonly code = 'snapshot-missing';
  readonly status = 404;
  constructor(readonly id: string) {
    super(
      `Expected the snapshot of access ${id}, found none. Restore the blob ${id}.json in the container of snapshots.`,
    );
  }
}
