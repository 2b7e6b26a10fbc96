import { versionIn } from '../../keys/key-url';
import type { KeyWrapping } from '../../keys/key-wrapping';
import type { Policy } from '../../policy/policy';
import type { Dependents, Heading } from '../../world';
import type { Dependent, Discovery, Move } from '../dependent';
import { together } from '../discover';
import { speaksOf } from '../reference';
import { declaredBy } from './index';
import { type Census, surveyOf, type Survey } from './census';
import { censuses, type CensusShelf } from './census-shelf';
import { begun, leftIn, Progress } from './progress';
import { reencryptKey, rewrapKey } from './rewrap-key';
import { pagesFrom, reencrypting, rewrapping, rewrapStore, type Ran } from './rewrap-store';
import type { DeclaredStore, Outside } from './store-kind';
import { type Listed, type Rewrapping, type Spare, StoreRefused, type WrappedKeyStore } from './wrapped-key-store';

type Outcome = Pick<Move, 'state' | 'proof' | 'because' | 'checkAgainAt' | 'checkpoint'>;
type Observation = Awaited<ReturnType<Dependents['observe']>>;

const garbledIn = (count: number): string =>
  `${count} entries are garbled, so nobody can tell which key they need. Repair or delete them.`;

/** Half seen is as good as used: re-wrapping goes through all of it and touches nothing that is not ours. */
const discovered = (survey: Survey, { id, type, canary }: DeclaredStore): Discovery => {
  const { keys, garbled, versions, whole } = survey;
  const [version] = whole && versions.length === 1 ? versions : [];
  const dependent: Dependent = {
    id,
    type,
    mode: 'pinned',
    canary,
    keepsOldVersionFor: [],
    ...(version && { version }),
  };
  return {
    dependents: keys > 0 || !whole ? [dependent] : [],
    unknown: [],
    unreadable: garbled > 0 ? [{ scope: id, because: garbledIn(garbled) }] : [],
  };
};

const countIn = ({ version, keys, held }: Survey['counts'][number]): string =>
  `${keys} with ${version || 'a version that they do not name'}${held > 0 ? ` (${held} of them cannot be written)` : ''}`;

/** The counts of what another version than `to` of `toKey` has wrapped. */
const behindIn = (taken: Census, { key, to, toKey = key }: Heading): Survey['counts'] => [
  ...surveyOf(taken, toKey).counts.filter(({ version }) => version !== to),
  ...(toKey === key ? [] : surveyOf(taken, key).counts),
];

const observed = (taken: Census, heading: Heading): Observation => {
  const { seen, garbled, whole } = surveyOf(taken, heading.key);
  const behind = behindIn(taken, heading);
  if (behind.length > 0) {
    const because = `Data keys are still wrapped by an older version: ${behind.map(countIn).join(', ')}. Start a rotation to move them.`;
    return { proof: 'unproven', because };
  }
  if (!whole) {
    const because = `The count of what wraps these data keys goes on: ${seen} seen so far, all on ${heading.to}. The next look continues it.`;
    return { proof: 'unproven', because };
  }
  return garbled > 0 ? { proof: 'unproven', because: garbledIn(garbled) } : { proof: 'read-back' };
};

const doneIn = ({ rewritten, since }: Progress): string =>
  since ? `${rewritten} data keys were replaced` : `${rewritten} data keys were re-wrapped`;

const ended = (progress: Progress): Outcome => {
  const left = leftIn(progress);
  if (!left) return { state: 'settled', proof: progress.rewritten > 0 ? 'unwrapped' : 'read-back' };
  const because =
    `${doneIn(progress)}, but ${progress.since ? 'these keep their data keys' : 'these still need an older version'}: ${left}. ` +
    'Release or replace what holds them, or accept their loss, then start again.';
  return { state: 'failed', proof: 'unproven', because };
};

/** From where an earlier call came, if it was about the same. */
const startOf = (earlier: Move | undefined, since: string | undefined): Progress => {
  const checkpoint = earlier?.state === 'pending' ? earlier.checkpoint : undefined;
  const kept = checkpoint ? Progress.parse(JSON.parse(checkpoint)) : undefined;
  return kept && kept.since === since ? kept : { ...begun, ...(since && { since }) };
};

/** After a fault the next call waits a little; else it goes on at once. */
const troublePauseMs = 5_000;

const outcomeOf = ({ progress, over, trouble }: Ran, now: Date): Outcome => {
  if (over) return ended(progress);
  const done = `${doneIn(progress)}; pass ${progress.pass} goes on.`;
  return {
    state: 'pending',
    proof: 'unproven',
    because: trouble ? `${done} It was stopped: ${trouble}` : done,
    checkAgainAt: new Date(now.getTime() + (trouble ? troublePauseMs : 0)).toISOString(),
    checkpoint: JSON.stringify(progress),
  };
};

const unreadable = (scope: string, because: string): Discovery => ({
  dependents: [],
  unknown: [],
  unreadable: [{ scope, because }],
});

const unproven = (because: string): Observation => ({ proof: 'unproven', because });
const refused = (because: string): Outcome => ({ state: 'failed', ...unproven(because) });

/** `answer` where the store is refused; other faults may pass. */
const orRefused =
  <T>(answer: (because: string) => T) =>
  (error: unknown): T => {
    if (error instanceof StoreRefused) return answer(error.message);
    throw error;
  };

const undeclared = (id: string): string =>
  `${id} is not declared in the policy any more, so that it is not touched. Declare it again, or start again without it.`;

/** Older wrappings that are kept beside newer ones. */
async function* sparesIn(store: WrappedKeyStore): AsyncGenerator<Spare> {
  for await (const { keys } of pagesFrom(store, rewrapping)) {
    for (const listed of keys) if ('spare' in listed) yield listed;
  }
}

/** Data keys that applications keep, wrapped by a key of ours: one dependent per store that the policy declares. */
export const applicationData = (
  outside: Outside & {
    readonly wrapping: KeyWrapping;
    readonly shelf: CensusShelf;
    readonly policy: () => Promise<Policy>;
  },
): Dependents => {
  const { now, wrapping } = outside;
  const census = censuses(outside);
  const declared = async (id: string): Promise<DeclaredStore | undefined> =>
    (await outside.policy()).applicationData.map(declaredBy).find((store) => store.id === id);

  const goOn = async (id: string, to: Rewrapping, start: Progress): Promise<Outcome> => {
    const store = (await declared(id))?.open(outside);
    if (!store) return refused(undeclared(id));
    const { since } = start;
    const run = since
      ? { gait: reencrypting, work: (listed: Listed) => reencryptKey(to, listed, since) }
      : { gait: rewrapping, work: (listed: Listed) => rewrapKey(to, listed) };
    return outcomeOf(await rewrapStore({ store, now, ...run }, start), now());
  };

  const move: Dependents['move'] = async ({ id, type }, { key, to, toKey = key, earlier, reencrypt }) => {
    const at = now().toISOString();
    const same = earlier?.to === to ? earlier : undefined;
    const start = startOf(same, reencrypt?.since);
    const outcome = await goOn(id, { wrapping, key, toKey, to }, start).catch(orRefused(refused));
    return { dependent: id, type, to, startedAt: same?.startedAt ?? at, at, ...outcome };
  };

  return {
    async find(key, policy, { notOlderThan } = {}) {
      const found = await Promise.all(
        policy.applicationData.map(declaredBy).map((store) =>
          census(notOlderThan, store.id, store.open(outside))
            .then((taken) => discovered(surveyOf(taken, key), store))
            .catch(orRefused((because) => unreadable(store.id, because))),
        ),
      );
      return together(found);
    },

    move,
    undo: (dependent, { from: _from, ...how }) => move(dependent, { ...how, nudge: false }),

    async release({ id }, { key, version }) {
      const store = (await declared(id))?.open(outside);
      if (!store) return;
      for await (const listed of sparesIn(store)) {
        const isOurs = speaksOf(listed.wrappedBy, key) && versionIn(listed.wrappedBy) === version;
        if (isOurs) await listed.drop();
      }
    },

    async observe({ id }, heading) {
      const store = await declared(id);
      if (!store) return unproven(undeclared(id));
      return census(undefined, id, store.open(outside))
        .then((taken) => observed(taken, heading))
        .catch(orRefused(unproven));
    },
  };
};
