import { hashOf } from '../hash';
import { Incident, type IncidentKey } from '../incidents/incident';
import type { HeldRight } from '../incidents/keep-exporters';
import { keyId } from '../keys/key-url';
import type { Incidents } from '../incidents/incidents';
import { take } from './listed-rows';
import { change, type Rows } from './rows';

const open = 'all';

/** A row for each incident, and one for each of its keys and rights in partitions of their own, so that a scope may grow. */
export const incidentStore = (heads: Rows<Incident>, keys: Rows<IncidentKey>, rights: Rows<HeldRight>): Incidents => {
  const headAt = (id: string) => ({ partition: open, row: hashOf(id) });
  return {
    get: async (id) => (await heads.get(headAt(id)))?.value,
    note: (id, next) => change(heads, headAt(id), next),
    list: () => take(heads.list(open)),
    keys: async (id) => (await take(keys.list(hashOf(id)))).toSorted((a, b) => a.rank - b.rank),
    noteKey: (id, key, next) => change(keys, { partition: hashOf(id), row: keyId(key) }, next),
    rights: (id) => take(rights.list(hashOf(id))),
    noteRight: (id, right, next) => change(rights, { partition: hashOf(id), row: right }, next),
  };
};
