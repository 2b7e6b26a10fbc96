import type { KeyVersionId } from './key-lookup';

/** A version that one of a resource's references makes it need. */
export interface KeyNeed extends KeyVersionId {
  /** Which of its type's references: the place in their list. */
  readonly slot: number;
}

/** A version that a resource needed from one moment of the estate to another; without `until` it still does. */
export interface KeyUse extends KeyNeed {
  readonly from: Date;
  readonly until?: Date;
}
