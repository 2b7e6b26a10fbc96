import type { KeyUrl } from '../keys/key-url';
import type { EstateFinding } from './estate-finding';
import type { Served } from './vault-view';

/** State of one key at the last look, for `/api/keys` and the page. */
export interface KeyPosture {
  readonly url: KeyUrl;
  readonly vault: string;
  readonly name: string;
  readonly version?: string;
  /** R5: what protects the current version. Rows of earlier releases do not tell. */
  readonly protection?: 'software' | 'hsm';
  readonly state: 'current' | 'due' | 'overdue' | 'rotating' | 'needs-person' | 'soft-deleted' | 'disabled';
  readonly because?: string;
  readonly expiresOn?: string;
  readonly dependents: {
    readonly total: number;
    readonly onCurrentVersion: number;
    readonly unknown: number;
    /** Of the total, those that others alone may move. */
    readonly ownedElsewhere?: number;
    /** Of the total, those that show no version: that they use the current one is never more than assumed, unless a log proves it. */
    readonly showNoVersion?: number;
    /** Says beside the number how much could not be seen. */
    readonly inWords?: string;
  };
  /** Where dependents may be that nobody saw; the first twenty. */
  readonly blindSpots?: readonly { readonly scope: string; readonly because: string }[];
  /** By the tags and regions of its dependents. */
  readonly serves?: Served;
  /** What is not as the policy wants it. Rows of earlier releases have none. */
  readonly findings?: readonly EstateFinding[];
  /** Which difference of its rotation policy from the class Rewrap has ended: the same one is not ended again. */
  readonly nativePolicySet?: string;
  readonly asOf: string;
}
