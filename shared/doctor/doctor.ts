import type { Diagnosis } from './diagnosis';

/** Looks whether the installation has all that it needs. */
export interface Doctor {
  /** Never rejects: what cannot be looked at is a finding. */
  examine(): Promise<Diagnosis>;
}
