import type { KeyWrapping } from '../../keys/key-wrapping';
import type { Dependents } from '../../world';
import type { Dependent, Discovery, Move } from '../dependent';
import { together } from '../discover';
import { inBatches } from '../in-batches';
import { remembered } from '../remembered';
import { ContainerRefused, type BlobContainers } from './blob-containers';
import { after, begun, carriedOn, isOver, leftIn, Progress } from './progress';
import { rewrapBlob, type Rewrap } from './rewrap-blob';
import { surveyOf, takeCensus, type Survey } from './survey';

/** The type of all dependents here; `id` is the container's URL. */
export const applicationBlobs = 'application-data/blobs';

type Outcome = Pick<Move, 'state' | 'proof' | 'because' | 'checkAgainAt' | 'checkpoint'>;
type Observation = Awaited<ReturnType<Dependents['observe']>>;

const pageSize = 200;
const atOnce = 10;
/** What one call does at most. */
const mostRewritten = 2_000;
const longestMs = 20_000;

const garbledIn = (count: number): string =>
  `${count} blobs bear encryption data that is garbled, so nobody can tell which key they need. Repair or delete them.`;

/** Half seen is as good as used: re-wrapping goes through all of it and touches nothing that is not ours. */
const discovered = ({ blobs, garbled, versions, whole }: Survey, id: string, canary: boolean): Discovery => {
  const [version] = whole && versions.size === 1 ? versions : [];
  const dependent: Dependent = {
    id,
    type: applicationBlobs,
    mode: 'pinned',
    canary,
    keepsOldVersionFor: [],
    ...(version && { version }),
  };
  return {
    dependents: blobs > 0 || !whole ? [dependent] : [],
    unknown: [],
    unreadable: garbled > 0 ? [{ scope: id, because: garbledIn(garbled) }] : [],
  };
};

const observed = ({ blobs, garbled, versions, whole }: Survey, to: string): Observation => {
  const behind = [...versions].filter((version) => version !== to);
  if (behind.length > 0) {
    const named = behind.map((version) => version ?? 'a version that they do not name');
    return {
      proof: 'unproven',
      because: `Blobs are still wrapped with ${named.join(', ')}. Start a rotation to move them.`,
    };
  }
  if (!whole) return { proof: 'unproven', because: `Too many blobs to look through at once; saw ${blobs} of ours.` };
  return garbled > 0 ? { proof: 'unproven', because: garbledIn(garbled) } : { proof: 'read-back' };
};

const ended = (progress: Progress): Outcome => {
  const left = leftIn(progress);
  if (!left) return { state: 'settled', proof: progress.rewritten > 0 ? 'unwrapped' : 'read-back' };
  const because =
    `${progress.rewritten} blobs were re-wrapped, but these still need an older version: ${left}. ` +
    'Release or replace what holds them, or accept their loss, then start again.';
  return { state: 'failed', proof: 'unproven', because };
};

/** Goes on from a checkpoint until all is seen or the call has done enough. */
const goOn = async (rewrap: Rewrap, start: Progress, now: () => Date): Promise<Outcome> => {
  const until = now().getTime() + longestMs;
  let progress = start;
  do {
    const { from } = progress;
    const page = await rewrap.blobs.list(rewrap.container, { size: pageSize, ...(from && { from }) });
    const fates = await inBatches(page.blobs, atOnce, (blob) => rewrapBlob(rewrap, blob));
    progress = after(progress, fates, page.next);
    if (isOver(progress)) return ended(progress);
    progress = carriedOn(progress);
  } while (progress.rewritten - start.rewritten < mostRewritten && now().getTime() < until);
  return {
    state: 'pending',
    proof: 'unproven',
    because: `${progress.rewritten} blobs are re-wrapped; pass ${progress.pass} goes on.`,
    checkAgainAt: new Date(now().getTime() + 1_000).toISOString(),
    checkpoint: JSON.stringify(progress),
  };
};

const unreadable = (scope: string, because: string): Discovery => ({
  dependents: [],
  unknown: [],
  unreadable: [{ scope, because }],
});

/** `answer` where the container is refused; other faults may pass. */
const orRefused =
  <T>(answer: (because: string) => T) =>
  (error: unknown): T => {
    if (error instanceof ContainerRefused) return answer(error.message);
    throw error;
  };

/** Blobs that applications encrypted by the client with a key of ours: one dependent per container that the policy declares. */
export const blobDependents = (outside: {
  blobs: BlobContainers;
  wrapping: KeyWrapping;
  now: () => Date;
}): Dependents => {
  const { now } = outside;
  const census = remembered((container: string) => takeCensus(outside, container), {
    now,
    lasts: (error) => error instanceof ContainerRefused,
  });

  const move: Dependents['move'] = async ({ id, type }, { key, to, toKey = key, earlier }) => {
    const at = now().toISOString();
    const same = earlier?.to === to ? earlier : undefined;
    const checkpoint = same?.state === 'pending' ? same.checkpoint : undefined;
    const start = checkpoint ? Progress.parse(JSON.parse(checkpoint)) : begun;
    const refused = (because: string): Outcome => ({ state: 'failed', proof: 'unproven', because });
    const outcome =
      toKey === key
        ? await goOn({ ...outside, container: id, key, to }, start, now).catch(orRefused(refused))
        : refused(`Rewrap re-wraps blobs with versions of one key only, not with ${toKey}. Re-encrypt them with it.`);
    return { dependent: id, type, to, startedAt: same?.startedAt ?? at, at, ...outcome };
  };

  return {
    async find(key, { applicationData }, { notOlderThan } = {}) {
      const found = await Promise.all(
        applicationData.map(({ container, canary }) =>
          census(notOlderThan, container)
            .then((taken) => discovered(surveyOf(taken, key), container, canary))
            .catch(orRefused((because) => unreadable(container, because))),
        ),
      );
      return together(found);
    },

    move,
    undo: (dependent, { from: _from, ...how }) => move(dependent, { ...how, nudge: false }),

    observe: ({ id }, { key, to }) =>
      takeCensus(outside, id)
        .then((taken) => observed(surveyOf(taken, key), to))
        .catch(orRefused((because): Observation => ({ proof: 'unproven', because }))),
  };
};
