import type { KeyUrl } from '../keys/key-url';
import type { Incident, IncidentKey } from './incident';
import type { HeldRight } from './keep-exporters';

/** Compromises, each with what was asked and the keys that it is about. */
export interface Incidents {
  get(id: string): Promise<Incident | undefined>;
  /** Writes what `next` makes of what is stored; nobody else's change is lost. Answers what is there then. */
  note<R extends Incident | undefined>(id: string, next: (stored: Incident | undefined) => R): Promise<R>;
  /** All of them, closed ones too. */
  list(): Promise<readonly Incident[]>;
  /** In the order in which they are begun. */
  keys(id: string): Promise<readonly IncidentKey[]>;
  noteKey<R extends IncidentKey | undefined>(
    id: string,
    key: KeyUrl,
    next: (stored: IncidentKey | undefined) => R,
  ): Promise<R>;
  /** Who could carry keys out of its vaults. */
  rights(id: string): Promise<readonly HeldRight[]>;
  noteRight<R extends HeldRight | undefined>(
    id: string,
    right: string,
    next: (stored: HeldRight | undefined) => R,
  ): Promise<R>;
}
