import { outboxIn } from '../../shared/alerts/outbox';
import { censusStore } from '../../shared/evidence/census-store';
import { groupRows } from '../../shared/evidence/group-rows';
import { openStorage, type Storage } from '../../shared/evidence/storage';
import { storesIn } from '../../shared/evidence/stores';
import { placesIn } from '../../shared/doctor/places';
import { budgetIn } from '../../shared/pacing/shared-budget';

const prefix = 'rewrap';

/** Every table and container that the app opens, by its full name. */
export function appState() {
  const tables = new Set<string>();
  const containers = new Set<string>();
  const storage = openStorage({ connectionString: 'UseDevelopmentStorage=true' }, prefix);
  const listening: Storage = {
    table: (name, schema) => {
      tables.add(`${prefix}${name}`);
      return storage.table(name, schema);
    },
    container: (name) => {
      containers.add(`${prefix}-${name}`);
      return storage.container(name);
    },
  };
  const now = () => new Date();
  storesIn(listening, now);
  censusStore(listening);
  groupRows(listening);
  outboxIn(listening, { sinks: () => Promise.resolve([]), now });
  placesIn(listening, listening, now);
  budgetIn(listening, { now: Date.now, sleep: () => Promise.resolve() });
  return { tables: [...tables].toSorted(), containers: [...containers].toSorted() };
}
