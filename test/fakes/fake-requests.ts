import type { KeyUrl } from '../../shared/keys/key-url';
import type { RotationRequest } from '../../shared/rotations/request';
import type { RequestTable } from '../../shared/world';

interface Stored {
  readonly request: RotationRequest;
  state: 'open' | 'taken' | 'closed';
  rotationId?: string;
  outcome?: string;
}

const nameOf = ({ key, id }: RotationRequest) => `${key} ${id}`;
const byAge = (a: RotationRequest, b: RotationRequest) =>
  a.requestedAt.localeCompare(b.requestedAt) || a.id.localeCompare(b.id);

/** Requests in memory. */
export const fakeRequests = (): RequestTable => {
  const rows = new Map<string, Stored>();
  const requestsWhere = (holds: (row: Stored) => boolean) =>
    [...rows.values()]
      .filter(holds)
      .map(({ request }) => structuredClone(request))
      .toSorted(byAge);
  const rowsOf = (requests: readonly RotationRequest[]) =>
    requests.flatMap((request) => rows.get(nameOf(request)) ?? []);

  return {
    async add(request) {
      const row: Stored = rows.get(nameOf(request)) ?? { request: structuredClone(request), state: 'open' };
      rows.set(nameOf(request), row);
      const { request: _, ...standing } = row;
      return { ...standing };
    },
    async open(key) {
      return requestsWhere(({ request, state }) => request.key === key && state === 'open');
    },
    async takenBy(rotationId) {
      return requestsWhere((row) => row.state === 'taken' && row.rotationId === rotationId);
    },
    async take(requests, rotationId) {
      for (const row of rowsOf(requests)) if (row.state === 'open') Object.assign(row, { state: 'taken', rotationId });
    },
    async close(requests, outcome, rotationId) {
      for (const row of rowsOf(requests)) {
        const another = row.rotationId && rotationId && row.rotationId !== rotationId;
        if (row.state === 'closed' || another) continue;
        Object.assign(row, { state: 'closed', outcome }, rotationId && { rotationId });
      }
    },
    async unservedKeys() {
      const keys = requestsWhere(({ state }) => state !== 'closed').map(({ key }) => key);
      return [...new Set<KeyUrl>(keys)].toSorted();
    },
    async ofIncident(incidentId) {
      return requestsWhere(({ request }) => request.incidentId === incidentId).map((request) => {
        const rotationId = rows.get(nameOf(request))?.rotationId;
        return rotationId ? { ...request, rotationId } : request;
      });
    },
  };
};
