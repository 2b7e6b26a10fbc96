import { RotationRequest } from '../../shared/rotations/request';
import type { RequestTable, Service } from '../../shared/world';

type Row = RotationRequest & Service;

const byAge = (a: Row, b: Row) => a.requestedAt.localeCompare(b.requestedAt) || a.id.localeCompare(b.id);
const bare = (row: Row) => RotationRequest.parse(row);

/** Requests in memory. */
export const fakeRequests = (): RequestTable => {
  const rows = new Map<string, Row>();
  const where = (holds: (row: Row) => boolean) => structuredClone([...rows.values()].filter(holds).toSorted(byAge));
  const rowOf = (request: RotationRequest): Row => rows.get(request.id) ?? { ...request, state: 'open' };

  return {
    async add(request) {
      const row = rowOf(request);
      rows.set(row.id, row);
      const { state, rotationId, outcome } = row;
      return { state, ...(rotationId && { rotationId }), ...(outcome && { outcome }) };
    },
    async get(requestId) {
      return structuredClone(rows.get(requestId));
    },
    async open(key) {
      return where((row) => row.key === key && row.state === 'open').map(bare);
    },
    async takenBy(rotationId) {
      return where((row) => row.state === 'taken' && row.rotationId === rotationId).map(bare);
    },
    async take(requests, rotationId) {
      for (const row of requests.map(rowOf)) {
        rows.set(row.id, row.state === 'open' ? { ...row, state: 'taken', rotationId } : row);
      }
    },
    async close(requests, outcome, rotationId) {
      for (const row of requests.map(rowOf)) {
        const another = row.rotationId && rotationId && row.rotationId !== rotationId;
        const closed: Row = { ...row, state: 'closed', outcome, ...(rotationId && { rotationId }) };
        rows.set(row.id, row.state === 'closed' || another ? row : closed);
      }
    },
    async unservedKeys() {
      const keys = where(({ state }) => state !== 'closed').map(({ key }) => key);
      return [...new Set(keys)].toSorted();
    },
    async ofIncident(incidentId) {
      const found = where((row) => row.incidentId === incidentId);
      return found.map((row) => ({ ...bare(row), ...(row.rotationId && { rotationId: row.rotationId }) }));
    },
  };
};
