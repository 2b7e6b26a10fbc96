import type { Directory } from '../access/directory';
import type { DirectoryEvents } from '../access/directory-events';
import type { Cases } from './case';
import type { News } from './news';
import type { Signals } from './signal';
import type { Snapshots } from './snapshots';

/** What is kept about access and those who lose it. */
export interface DepartureStores {
  readonly snapshots: Snapshots;
  readonly news: News;
  readonly signals: Signals;
  readonly cases: Cases;
}

/** The ports that those need who look after departures. */
export interface DeparturePorts extends DepartureStores {
  readonly directory: Directory;
  readonly directoryEvents: DirectoryEvents;
}
