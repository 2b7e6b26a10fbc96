import type { Team } from './company';

/** Blobs that an application encrypted itself before it stored them. */
export interface ContainerPlan {
  readonly container: string;
  readonly team: Team;
  readonly key: string;
  /** Name and text of each blob. */
  readonly blobs: readonly (readonly [string, string])[];
}

const months = ['july', 'august', 'september', 'october', 'november'];

export const containers: readonly ContainerPlan[] = [
  {
    container: 'card-statements',
    team: 'payments',
    key: 'cards',
    blobs: months.map((month) => [`2026/${month}.json`, JSON.stringify({ month, holder: 'J. Halden', balance: 1204 })]),
  },
  {
    container: 'annual-reports',
    team: 'ledger',
    key: 'statements',
    blobs: [2023, 2024, 2025].map((year) => [`${year}.txt`, `Annual report of Halden Bank for ${year}`]),
  },
];

/** Rows of a table whose tokens an application seals itself. */
export interface TablePlan {
  readonly table: string;
  readonly team: Team;
  readonly key: string;
  /** Name and token of each row, all in one partition. */
  readonly rows: readonly (readonly [string, string])[];
}

export const partition = 'partners';

export const tables: readonly TablePlan[] = [
  {
    table: 'partnertokens',
    team: 'payments',
    key: 'settlement',
    rows: ['clearing', 'netting', 'reporting', 'sanctions'].map((name) => [name, `token of the ${name} house`]),
  },
];
