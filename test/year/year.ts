import { keyId } from '../../shared/keys/key-url';
import type { RotationRecord } from '../../shared/rotations/record';
import { requestRotation } from '../../shared/rotations/request-rotation';
import { days } from '../rules/rotation-run';
import { type Delivery, Simulation } from '../simulation';
import { VirtualClock } from '../virtual-clock';
import { chanceOf, type Chance } from './chance';
import { plantEstate, type Planted } from './year-estate';
import { eventGrid, type EventGrid } from './year-events';
import { newYear } from './year-policy';
import { watch } from './year-watch';

interface Life {
  readonly keys: number;
  readonly days: number;
  readonly seed?: number;
  readonly sweepsADay?: number;
}

/** What a day looked like from outside. */
export interface Day {
  readonly date: string;
  /** Of its cryptoperiod, what the oldest key has lived. */
  readonly oldest: number;
}

export interface Year {
  /** What must never be, and was. */
  readonly broken: readonly string[];
  readonly days: readonly Day[];
  readonly records: readonly RotationRecord[];
  readonly events: EventGrid['counts'];
  /** How often steps ran. */
  readonly steps: number;
  readonly alerts: number;
}

type Scene = ReturnType<typeof plantEstate> & {
  readonly simulation: Simulation;
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly events: EventGrid;
};

/** Lives through so many days with so many keys, by the real workflows and steps: no day is like another, and each run is like every other of its seed. */
export async function liveThrough({ keys, days: length, seed = 1, sweepsADay = 4 }: Life): Promise<Year> {
  // Streams of their own: one step more or less leaves what happens to the keys as it is.
  const [chance, deliveries, grid] = [chanceOf(seed), chanceOf(seed + 1_000), chanceOf(seed + 2_000)];
  const clock = new VirtualClock(newYear);
  const { world, estate } = plantEstate(clock, { keys, chance });
  const watcher = watch({ world, estate }, clock);
  const simulation = new Simulation(world, clock, () => deliveryOf(deliveries));
  const events = eventGrid(simulation, { clock, chance: grid });
  const create = world.keys.createLike.bind(world.keys);
  world.keys.createLike = async (model, how) => {
    const version = await create(model, how);
    events.send('KeyNewVersionCreated', version);
    return version;
  };
  const scene: Scene = { world, estate, simulation, clock, chance, events };

  const lived: Day[] = [];
  for (let day = 0; day < length; day += 1) {
    await beginDay(scene);
    for (let sweep = 0; sweep < sweepsADay; sweep += 1) {
      if (!chance.happens(0.1)) simulation.start('sweepEstate', 'sweep', {});
      await clock.advance(days(1 / sweepsADay));
    }
    // A year of calls would not fit into memory.
    world.keys.calls.length = 0;
    lived.push({ date: clock.now().toISOString().slice(0, 10), oldest: await watcher.look() });
  }
  const { records } = await watcher.readRecords();
  const { broken } = watcher;
  const { ran } = simulation;
  return { broken, days: lived, records, events: events.counts, steps: ran.length, alerts: world.alerts.raised.length };
}

/** One step in ten meets one of the engine's ways to deliver. */
const deliveryOf = (chance: Chance): Delivery =>
  chance.happens(0.1) ? chance.pick<Delivery>('twice', 'twice-at-once', 'fails-before', 'answer-lost') : 'once';

async function beginDay(scene: Scene): Promise<void> {
  const { world, chance } = scene;
  for (const method of ['list', 'versions', 'createLike', 'prove', 'disable'] as const) {
    if (chance.happens(0.05)) world.keys.failNext(method, new Error('the vault did not answer'));
    if (chance.happens(0.05)) world.keys.loseNextAnswer(method);
  }
  for (const planted of scene.estate.values()) await happenTo(planted, scene);
}

/** What happens to a key on one day: trouble of its dependents, people at work, and now and then an emergency. */
async function happenTo(planted: Planted, scene: Scene): Promise<void> {
  const { world, chance, events, clock } = scene;
  const { key, kind, users, dependents } = planted;
  const current = world.keys.versionsOf(key).at(-1);
  if (!current) return;
  events.sendExpiryOf(current);

  for (const { id, mode } of users) {
    const faults = chance.happens(0.05) ? troubleOf(chance) : {};
    // Whom Rewrap may not move is moved by a person, who takes some days.
    const byPerson = mode === 'by-hand' && chance.happens(0.3) ? { version: current.version } : {};
    dependents.change(id, { faults, ...byPerson });
  }
  const age = clock.now().getTime() - Date.parse(current.createdOn);
  const imports = kind === 'imported' && age > days(80) && chance.happens(0.15);
  if (imports || chance.happens(0.002)) events.send('KeyNewVersionCreated', world.keys.addVersion(key));
  if (chance.happens(0.002)) await declareCompromise(planted, scene);
}

const troubleOf = (chance: Chance) =>
  chance.pick<Parameters<Planted['dependents']['change']>[1]['faults'] & object>(
    { failsTimes: 3 },
    { pendingTimes: 30 },
    { throwsTimes: 4 },
    { neverMoves: true },
  );

async function declareCompromise({ key }: Planted, { simulation, clock }: Scene): Promise<void> {
  const requestedAt = clock.now().toISOString();
  const incidentId = `incident-${requestedAt.slice(0, 10)}`;
  await requestRotation(simulation.world, {
    id: `${keyId(key)}-${incidentId}`,
    key,
    cause: 'compromise',
    reason: 'its key store was broken into',
    requestedBy: 'Alice',
    requestedAt,
    incidentId,
  });
}
