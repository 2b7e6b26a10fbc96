import type { Way } from '../access/reach';
import { takesBackupRights } from '../incidents/incident';
import type { World } from '../world';
import type { Judgement } from './judge-case';

/** Role assignments that an incident has taken from people, and the keys that it answers for. */
export interface TakenByIncident {
  readonly incidentId: string;
  readonly assignments: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

/** Of every incident that has taken something. */
export async function takenByIncidents({ incidents }: Pick<World, 'incidents'>): Promise<TakenByIncident[]> {
  const all: TakenByIncident[] = [];
  for (const incident of (await incidents.list()).filter(takesBackupRights)) {
    const incidentId = incident.id;
    const rights = await incidents.rights(incidentId);
    const taken = rights.flatMap(({ takenAt, assignment }) => (takenAt && assignment ? [assignment.id] : []));
    if (taken.length === 0) continue;
    const keys = (await incidents.keys(incidentId)).map(({ key }) => key);
    all.push({ incidentId, assignments: new Set(taken), keys: new Set(keys) });
  }
  return all;
}

/** What somebody could do by, before and now. */
interface Ways {
  readonly before: readonly Way[];
  readonly after: readonly Way[];
}

/** The incident that has taken all that was lost; none where something else was lost as well. */
function takerOf({ before, after }: Ways, taken: readonly TakenByIncident[]): TakenByIncident | undefined {
  const left = new Set(after.map((way) => JSON.stringify(way)));
  const lost = before.filter((way) => !left.has(JSON.stringify(way)));
  if (lost.length === 0) return undefined;
  return taken.find(({ assignments }) =>
    lost.every(({ source }) => source.kind === 'role-assignment' && assignments.has(source.id)),
  );
}

/**
 * A case without an answer to what an incident answers itself: that we took somebody's right is no reason to rotate the same keys
 * once more. Other keys within his reach are judged as ever: he could reach them, and cannot any more.
 */
export function unlessAnswered(judged: Judgement, ways: Ways, taken: readonly TakenByIncident[]): Judgement {
  const taker = takerOf(ways, taken);
  if (!taker || judged.verdict !== 'departure') return judged;
  const because = `incident ${taker.incidentId} took it away, and answers for the key`;
  const objects = judged.objects.map((each) =>
    taker.keys.has(each.id) ? { ...each, response: 'none' as const, because } : each,
  );
  const isAnswered = objects.every(({ response }) => response === 'none');
  return { verdict: isAnswered ? 'recorded' : 'departure', objects };
}
