import * as z from 'zod';
import { hashOf } from '../hash';
import { Exporter, type Exporters } from './exporters';
import { type Incident, takesBackupRights } from './incident';

/** One right to carry keys out of a vault, as an incident keeps it: a row of its own, since there may be many, each with its fate. */
export const HeldRight = Exporter.extend({ vault: z.string() });
export type HeldRight = z.infer<typeof HeldRight>;

/** A right that rests on a role assignment. */
export interface RightToTake {
  readonly vault: string;
  readonly assignment: string;
}

export const idOfRight = ({ vault, assignment }: RightToTake): string => hashOf(vault, assignment);

/** A right that rests on something else is told by the command that takes it away. */
export const idOfHeld = ({ vault, principal, takeAway, assignment }: HeldRight): string =>
  idOfRight({ vault, assignment: assignment?.id ?? `${principal} ${takeAway}` });

const isUnderWay = ({ begunAt, refused, appearedAt }: Exporter): boolean =>
  [begunAt, refused, appearedAt].some((each) => each !== undefined);

/** Vaults in which the identity has begun to take rights: what comes up there later was given since, or unseen before. */
export const vaultsBegun = (rights: readonly HeldRight[]): ReadonlySet<string> =>
  new Set(rights.filter(isUnderWay).map(({ vault }) => vault));

const leftToPerson = { takenBy: 'person', because: 'it was not there when rights were taken' } as const;

/**
 * A right as it is kept, when a look has found it (again). What became of it stays; until then the latest judgement counts. What comes
 * up after rights were taken is not fought: somebody may have given it for a reason, and a person decides.
 */
export function asKept(
  stored: HeldRight | undefined,
  found: HeldRight,
  { isAfter, at }: { isAfter: boolean; at: string },
): HeldRight {
  if (stored) return isUnderWay(stored) || JSON.stringify(stored) === JSON.stringify(found) ? stored : found;
  return isAfter ? { ...found, ...leftToPerson, appearedAt: at } : found;
}

/** Vaults with the time of the first look, and with what the last one could not see; the rights themselves are kept beside them. */
export const asLookedAt = (stored: readonly Exporters[], found: readonly Exporters[]): Exporters[] => {
  const known = new Set(stored.map(({ vault }) => vault));
  const latest = new Map(found.map(({ vault, unseen }) => [vault, unseen]));
  return [
    ...stored.map((each) => ({ ...each, unseen: latest.get(each.vault) ?? each.unseen })),
    ...found.filter(({ vault }) => !known.has(vault)).map((each) => ({ ...each, exporters: [] })),
  ];
};

/** Who could carry keys out of each vault, put together for a reader. Earlier releases kept rights with the vault. */
export const exportersIn = ({ exporters }: Incident, rights: readonly HeldRight[]): Exporters[] =>
  exporters.map((each) => {
    const held = rights.filter(({ vault }) => vault === each.vault);
    return held.length > 0 ? { ...each, exporters: held.map(({ vault: _vault, ...right }) => right) } : each;
  });

/** What an incident wants taken, and what is neither taken nor refused. */
export const rightsToTake = (incident: Incident, rights: readonly HeldRight[]): RightToTake[] =>
  takesBackupRights(incident) && !incident.closedAt
    ? rights
        .filter(isToTake)
        .flatMap(({ vault, assignment }) => (assignment ? [{ vault, assignment: assignment.id }] : []))
    : [];

const isToTake = ({ takenBy, takenAt, refused }: Exporter): boolean =>
  takenBy === 'identity' && takenAt === undefined && refused === undefined;
