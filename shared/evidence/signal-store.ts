import * as z from 'zod';
import { Signal, type Signals } from '../departures/signal';
import { listedRows, take, type IndexEntry, type Listing } from './listed-rows';
import { change, type Address, type Rows } from './rows';

/** A signal, and the case that was made of it. */
export const SignalRow = Signal.extend({ caseId: z.string().exactOptional() });
export type SignalRow = z.infer<typeof SignalRow>;

const openList = 'open-signals';
const addressOf = ({ principal, id }: Signal): Address => ({ partition: principal, row: id });
const listingsOf = (row: SignalRow): Listing[] =>
  row.caseId === undefined ? [{ list: openList, place: `${row.principal}-${row.id}` }] : [];

/** Signals of one principal lie in one partition; who has open ones is read through the index. */
export const signalStore = (table: Rows<SignalRow>, index: Rows<IndexEntry>): Signals => {
  const rows = listedRows(table, index, listingsOf);
  return {
    async add(signal) {
      let isNew = false;
      await change(rows, addressOf(signal), (stored) => {
        isNew = stored === undefined;
        return stored ?? signal;
      });
      return isNew;
    },
    async open(principal) {
      const found = await take(rows.list(principal));
      return found
        .filter(({ caseId }) => caseId === undefined)
        .map((row) => Signal.parse(row))
        .toSorted((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));
    },
    async principals() {
      const found = await take(rows.listed(openList));
      return [...new Set(found.map(({ principal }) => principal))].toSorted();
    },
    async settle(signals, caseId) {
      for (const signal of signals)
        await change(rows, addressOf(signal), (stored): SignalRow => ({ caseId, ...(stored ?? signal) }));
    },
  };
};
