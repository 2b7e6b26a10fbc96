import * as z from 'zod';
import { hashOf } from '../hash';
import { keyId } from '../keys/key-url';
import { RotationRequest } from '../rotations/request';
import type { RequestTable } from '../world';
import { listedRows, take, type IndexEntry, type Listing } from './listed-rows';
import { change, type Address, type Rows } from './rows';

/** A request and how far it has come. */
export const RequestRow = RotationRequest.extend({
  state: z.enum(['open', 'taken', 'closed']),
  rotationId: z.string().exactOptional(),
  outcome: z.string().exactOptional(),
});
export type RequestRow = z.infer<typeof RequestRow>;

const unserved = 'unserved-requests';
const incidentList = (incidentId: string) => `requests-of-${hashOf(incidentId)}`;

const addressOf = ({ key, id }: RotationRequest): Address => ({ partition: keyId(key), row: hashOf(id) });

const listingsOf = (request: RequestRow): Listing[] => {
  const { partition, row } = addressOf(request);
  const place = `${partition}-${row}`;
  return [
    ...(request.state === 'closed' ? [] : [{ list: unserved, place }]),
    ...(request.incidentId ? [{ list: incidentList(request.incidentId), place }] : []),
  ];
};

const byAge = (a: RotationRequest, b: RotationRequest) =>
  a.requestedAt.localeCompare(b.requestedAt) || a.id.localeCompare(b.id);

const requestsIn = (rows: readonly RequestRow[]): RotationRequest[] =>
  rows.toSorted(byAge).map((row) => RotationRequest.parse(row));

/** Rows of one key lie in one partition; what crosses keys (unserved, of one incident) is read through the index. */
export const requestTable = (table: Rows<RequestRow>, index: Rows<IndexEntry>): RequestTable => {
  const rows = listedRows(table, index, listingsOf);
  const changeEach = async (requests: readonly RotationRequest[], next: (row: RequestRow) => RequestRow) => {
    for (const request of requests) {
      await change(rows, addressOf(request), (stored) => next(stored ?? { ...request, state: 'open' }));
    }
  };

  return {
    async add(request) {
      const row = await change(
        rows,
        addressOf(request),
        (stored): RequestRow => stored ?? { ...request, state: 'open' },
      );
      const { state, rotationId, outcome } = row;
      return { state, ...(rotationId && { rotationId }), ...(outcome && { outcome }) };
    },
    async get(requestId) {
      const partition = /^([0-9a-f]{16})-/.exec(requestId)?.[1];
      return partition === undefined ? undefined : (await rows.get({ partition, row: hashOf(requestId) }))?.value;
    },
    async open(key) {
      const ofKey = await take(rows.list(keyId(key)));
      return requestsIn(ofKey.filter(({ state }) => state === 'open'));
    },
    async takenBy(rotationId) {
      const ofKey = await take(rows.list(rotationId.slice(0, 16)));
      return requestsIn(ofKey.filter((row) => row.state === 'taken' && row.rotationId === rotationId));
    },
    async take(requests, rotationId) {
      await changeEach(requests, (row) => (row.state === 'open' ? { ...row, state: 'taken', rotationId } : row));
    },
    async close(requests, outcome, rotationId) {
      await changeEach(requests, (row) => {
        const another = row.rotationId && rotationId && row.rotationId !== rotationId;
        if (row.state === 'closed' || another) return row;
        return { ...row, state: 'closed', outcome, ...(rotationId && { rotationId }) };
      });
    },
    async unservedKeys() {
      const requests = await take(rows.listed(unserved));
      return [...new Set(requests.map(({ key }) => key))].toSorted();
    },
    async ofIncident(incidentId) {
      const found = await take(rows.listed(incidentList(incidentId)));
      return found.toSorted(byAge).map(({ rotationId, ...row }) => {
        return { ...RotationRequest.parse(row), ...(rotationId && { rotationId }) };
      });
    },
  };
};
