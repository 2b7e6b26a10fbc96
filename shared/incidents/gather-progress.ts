import type { Dependent, Move } from '../dependents/dependent';
import { inBatches } from '../dependents/in-batches';
import { membersOfPlan } from '../rotations/members-of-plan';
import type { RecordedStep, RotationRecord } from '../rotations/record';
import type { World } from '../world';
import type { IncidentKey } from './incident';
import { type KeyFound, progressOf } from './progress-of';
import { isForAPerson, type KeyProgress } from './key-progress';

type Ports = Pick<World, 'incidents' | 'requests' | 'records' | 'plans'>;

const atOnce = 20;

/** Where every key of the incident stands, and what still has to move of those that go on. */
export async function gatherProgress(
  world: Ports,
  incidentId: string,
): Promise<{ keys: KeyProgress[]; left: Dependent[] }> {
  const keys = await world.incidents.keys(incidentId);
  const found = await inBatches(keys, atOnce, (each) => find(world, each));
  const progress = found.map(progressOf);
  return { keys: progress, left: found.flatMap((each, n) => (isStuck(progress[n]) ? [] : leftOf(each))) };
}

const isStuck = (progress: KeyProgress | undefined): boolean => progress !== undefined && isForAPerson(progress);

function leftOf({ members, moves }: KeyFound): Dependent[] {
  const there = new Set(moves.filter(({ proof }) => proof !== 'unproven').map(({ dependent }) => dependent));
  return members.filter(({ id }) => !there.has(id));
}

const nothing = { moves: [] as readonly Move[], steps: [] as readonly RecordedStep[], members: [] as Dependent[] };

async function find(world: Ports, key: IncidentKey): Promise<KeyFound> {
  const request = await world.requests.get(key.requestId);
  const id = request?.rotationId;
  const own = id === undefined ? undefined : await world.records.get(id);
  const record = own && (await answering(world, own));
  if (!record) {
    const because = request?.state === 'closed' ? request.outcome : undefined;
    return { ...nothing, key, ...(because && { because }) };
  }
  const [moves, steps, members] = await Promise.all([
    world.records.moves(record.id),
    world.records.steps(record.id),
    membersOf(world, record),
  ]);
  const isTo = ({ to }: Move) => to === record.to || record.state === 'proven';
  return { key, record, moves: moves.filter(isTo), steps, members };
}

/** A rotation that left something behind is overtaken by the next one, which makes a newer version and takes all of it along. */
async function answering({ records }: Ports, own: RotationRecord): Promise<RotationRecord> {
  if (own.closedAt === undefined || own.state === 'proven') return own;
  const all = await records.ofKey(own.key);
  return all.find(({ startedAt, mode }) => startedAt > own.startedAt && mode === 'rotate') ?? own;
}

const membersOf = async ({ plans }: Ports, { planId }: RotationRecord): Promise<Dependent[]> =>
  planId === undefined ? [] : [...(await membersOfPlan(plans, planId))];
