import type { KeyUrl } from '../keys/key-url';
import type { Diagnosis, Found } from './diagnosis';

/** Looks whether the installation has all that it needs. */
export interface Doctor {
  /** Never rejects: what cannot be looked at is a finding. */
  examine(): Promise<Diagnosis>;
  /** What an emergency would stumble over in the clean vaults; takes longer than somebody would wait. Never rejects. */
  lookAtStandby(): Promise<readonly Found[]>;
  /** Rights that a rotation of the key takes and its vault refuses. Never rejects. `setsPolicy`: the key's own policy, too. */
  rightsMissingAt(key: KeyUrl, how: { readonly setsPolicy: boolean }): Promise<readonly Found[]>;
}
