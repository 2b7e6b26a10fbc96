import type { Exporter, Exporters } from './exporters';
import { type Incident, takesBackupRights } from './incident';

/** The command names the assignment, and is there in what earlier releases wrote as well. */
const nameOf = ({ principal, takeAway }: Exporter): string => `${principal} ${takeAway}`;

const isUnderWay = ({ begunAt, refused, appearedAt }: Exporter): boolean =>
  [begunAt, refused, appearedAt].some((each) => each !== undefined);

/**
 * What was written down of a vault, with what a later look has found there. Who had a right stays written down for ever. What comes
 * after rights were taken is not fought: somebody may have given it for a reason, and a person decides.
 */
function withLater(stored: Exporters, found: Exporters, at: string): Exporters {
  const now = new Map(found.exporters.map((each) => [nameOf(each), each]));
  const known = new Set(stored.exporters.map(nameOf));
  const appeared = found.exporters.filter((each) => !known.has(nameOf(each)));
  const isAfter = stored.exporters.some(isUnderWay);
  return {
    ...(isAfter ? stored : found),
    exporters: [
      ...stored.exporters.map((each) => (isUnderWay(each) ? each : (now.get(nameOf(each)) ?? each))),
      ...(isAfter ? appeared.map((each) => ({ ...each, ...leftToPerson, appearedAt: at })) : appeared),
    ],
  };
}

const leftToPerson = { takenBy: 'person', because: 'it was not there when rights were taken' } as const;

/** What an incident has written down, with what was found now. Pure. */
export function withFound(stored: readonly Exporters[], found: readonly Exporters[], at: string): Exporters[] {
  const known = new Set(stored.map(({ vault }) => vault));
  const latest = new Map(found.map((each) => [each.vault, each]));
  return [
    ...stored.map((each) => {
      const later = latest.get(each.vault);
      return later ? withLater(each, later, at) : each;
    }),
    ...found.filter(({ vault }) => !known.has(vault)),
  ];
}

/** A right that the identity is to take, by its vault and its assignment. */
export interface RightToTake {
  readonly vault: string;
  readonly assignment: string;
}

/** What an incident wants taken, and what is neither taken nor refused. */
export const rightsToTake = (incident: Incident): RightToTake[] =>
  takesBackupRights(incident) && !incident.closedAt
    ? incident.exporters.flatMap(({ vault, exporters }) =>
        exporters
          .filter(isToTake)
          .flatMap(({ assignment }) => (assignment ? [{ vault, assignment: assignment.id }] : [])),
      )
    : [];

const isToTake = ({ takenBy, takenAt, refused }: Exporter): boolean =>
  takenBy === 'identity' && takenAt === undefined && refused === undefined;

export const rightOf = ({ exporters }: Pick<Incident, 'exporters'>, right: RightToTake): Exporter | undefined =>
  exporters
    .find(({ vault }) => vault === right.vault)
    ?.exporters.find(({ assignment }) => assignment?.id === right.assignment);

/** The incident with something more known about one right. */
export const withRight = <I extends Pick<Incident, 'exporters'>>(
  incident: I,
  right: RightToTake,
  change: (stored: Exporter) => Exporter,
): I => ({
  ...incident,
  exporters: incident.exporters.map((each) =>
    each.vault === right.vault
      ? {
          ...each,
          exporters: each.exporters.map((one) => (one.assignment?.id === right.assignment ? change(one) : one)),
        }
      : each,
  ),
});
