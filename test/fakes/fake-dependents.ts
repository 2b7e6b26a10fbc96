import type { Dependent, Discovery, Move } from '../../shared/dependents/dependent';
import type { KeyUrl } from '../../shared/keys/key-url';
import type { Dependents, Heading } from '../../shared/world';

interface Faults {
  /** Takes every write and stays where it is. */
  neverMoves?: boolean;
  /** So many moves fail before one is taken. */
  failsTimes?: number;
  /** So many answers are "pending" before a move is done. */
  pendingTimes?: number;
  /** So many moves throw, as a fault that may pass does. */
  throwsTimes?: number;
  /** The resource shows no version: once its lag is over, the move is only assumed. */
  showsNothing?: boolean;
  /** No search shows it, although it is there. */
  hidden?: boolean;
  /** Why its type cannot go back to a former version. */
  cannotGoBack?: string;
}

interface Planted extends Dependent {
  key: KeyUrl;
  followsWithinMinutes: number;
  faults: Faults;
}

export interface Write {
  readonly id: string;
  readonly to: string;
}

export interface FakeDependents extends Dependents {
  /** Plants a resource that uses the key: pinned, without faults, unless said otherwise. */
  add(planted: Partial<Omit<Planted, 'id'>> & { id: string; key: KeyUrl }): void;
  addUnknown(key: KeyUrl, id: string, type?: string): void;
  addUnreadable(scope: string, because?: string): void;
  remove(id: string): void;
  /** Changes a planted resource, e.g. `change(id, { faults: {} })` to heal it. */
  change(id: string, change: Partial<Omit<Planted, 'id'>>): void;
  versionOf(id: string): string | undefined;
  /** Every write, in order. A move that needed none is not here. */
  readonly writes: readonly Write[];
}

const inSeconds = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1_000).toISOString();

/** The port in memory, for stories: pinned ones move by one write, following ones by themselves, by-hand ones never by us. */
export const fakeDependents = ({ now }: { now: () => Date }): FakeDependents => {
  const planted = new Map<string, Planted>();
  const unknown: { key: KeyUrl; id: string; type: string }[] = [];
  const unreadable: Discovery['unreadable'] = [];
  const writes: Write[] = [];

  const here = (id: string): Planted => {
    const found = planted.get(id);
    if (!found) throw new Error(`expected ${id} to be planted, found nothing; add it first`);
    return found;
  };

  const isOn = (resource: Planted, { key, to, toKey = key }: Heading): boolean =>
    resource.key === toKey && resource.version === to;
  const uses = (resource: Planted, heading: Heading): boolean =>
    isOn(resource, heading) && !resource.faults.showsNothing;

  /** Counts one fault down. */
  const once = (faults: Faults, kind: 'failsTimes' | 'pendingTimes' | 'throwsTimes'): boolean => {
    const left = faults[kind] ?? 0;
    faults[kind] = left - 1;
    return left > 0;
  };

  type Outcome = Pick<Move, 'state' | 'proof' | 'because' | 'checkAgainAt'>;
  const pending = (because: string): Outcome => ({
    state: 'pending',
    proof: 'unproven',
    because,
    checkAgainAt: inSeconds(now(), 60),
  });

  const settle = (resource: Planted, { key, to, toKey = key }: Heading): void => {
    Object.assign(resource, { key: toKey, version: to });
  };

  const follow = (resource: Planted, how: Heading, startedAt: string): Outcome => {
    const lag = resource.followsWithinMinutes * 60_000;
    if (now().getTime() < Date.parse(startedAt) + lag) return pending('follows by itself');
    if (resource.faults.neverMoves) return { state: 'failed', proof: 'unproven', because: 'still on the old version' };
    settle(resource, how);
    if (resource.faults.showsNothing) return { state: 'settled', proof: 'assumed', because: 'shows no version' };
    return { state: 'settled', proof: 'read-back' };
  };

  const write = (resource: Planted, how: Heading): Outcome => {
    const { faults } = resource;
    if (once(faults, 'failsTimes')) return { state: 'failed', proof: 'unproven', because: 'the write was refused' };
    if (once(faults, 'pendingTimes')) return pending('the write is under way');
    writes.push({ id: resource.id, to: how.to });
    if (faults.neverMoves) return { state: 'failed', proof: 'unproven', because: 'still on the old version' };
    settle(resource, how);
    return { state: 'settled', proof: 'read-back' };
  };

  const advance = (resource: Planted, how: Heading & { nudge: boolean; startedAt: string }): Outcome => {
    if (once(resource.faults, 'throwsTimes')) throw new Error('the service did not answer; try again');
    if (uses(resource, how)) return { state: 'settled', proof: 'read-back' };
    if (resource.mode === 'by-hand')
      return { state: 'needs-person', proof: 'unproven', because: 'a person must move it' };
    const toOther = how.toKey !== undefined && how.toKey !== how.key;
    if (resource.mode === 'following' && !how.nudge && !toOther) return follow(resource, how, how.startedAt);
    return write(resource, how);
  };

  const goBack = (resource: Planted, how: Heading & { from: string }): Outcome => {
    if (once(resource.faults, 'throwsTimes')) throw new Error('the service did not answer; try again');
    if (uses(resource, how)) return { state: 'settled', proof: 'read-back' };
    const toPerson = (because: string): Outcome => ({ state: 'needs-person', proof: 'unproven', because });
    if (resource.faults.cannotGoBack) return toPerson(resource.faults.cannotGoBack);
    if (resource.mode === 'by-hand') return toPerson('a person must move it');
    if (resource.mode === 'following') return toPerson('it follows the newest version by itself; pin it to go back');
    if (!isOn(resource, { key: how.key, to: how.from })) {
      return { state: 'failed', proof: 'unproven', because: `on ${resource.version}, which is neither version` };
    }
    return write(resource, how);
  };

  type Since = { earlier?: Move };
  const sinceOf = ({ to, earlier }: Heading & Since): string =>
    earlier?.to === to ? earlier.startedAt : now().toISOString();
  const moveOf = ({ id, type }: Dependent, how: Heading, outcome: Outcome & { startedAt: string }): Move => {
    const { key, to, toKey = key } = how;
    const elsewhere = toKey !== key && { toKey };
    return { dependent: id, type, to, ...elsewhere, at: now().toISOString(), ...outcome };
  };

  return {
    writes,
    add: ({ id, ...rest }) => {
      planted.set(id, {
        type: 'Microsoft.Storage/storageAccounts',
        mode: 'pinned',
        canary: false,
        keepsOldVersionFor: [],
        followsWithinMinutes: 60,
        ...rest,
        faults: { ...rest.faults },
        id,
      });
    },
    addUnknown: (key, id, type = 'Microsoft.Unheard/of') => void unknown.push({ key, id, type }),
    addUnreadable: (scope, because = 'the right to read is missing') => void unreadable.push({ scope, because }),
    remove: (id) => void planted.delete(id),
    change: (id, change) => void planted.set(id, { ...here(id), ...change }),
    versionOf: (id) => here(id).version,

    find: (key) =>
      Promise.resolve({
        dependents: [...planted.values()]
          .filter((resource) => resource.key === key && !resource.faults.hidden)
          .map(({ key: _key, faults: _faults, followsWithinMinutes: _lag, ...dependent }) => dependent),
        unknown: unknown.filter((user) => user.key === key).map(({ id, type }) => ({ id, type })),
        unreadable: [...unreadable],
      }),

    move: async (dependent, how) => {
      const startedAt = sinceOf(how);
      const outcome = await Promise.resolve(advance(here(dependent.id), { ...how, startedAt }));
      return moveOf(dependent, how, { startedAt, ...outcome });
    },

    undo: async (dependent, how) => {
      const outcome = await Promise.resolve(goBack(here(dependent.id), how));
      return moveOf(dependent, how, { startedAt: sinceOf(how), ...outcome });
    },

    observe: ({ id }, at) => {
      const resource = planted.get(id);
      if (!resource) return Promise.resolve({ proof: 'assumed', because: 'it is gone' });
      if (uses(resource, at)) return Promise.resolve({ proof: 'read-back' });
      if (isOn(resource, at))
        return Promise.resolve({ proof: 'assumed', because: 'shows no version', provableBy: 'log' });
      return Promise.resolve({ proof: 'unproven', because: `still on version ${resource.version}` });
    },
  };
};
