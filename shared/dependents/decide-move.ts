import { Duration } from 'luxon';
import type { KeyUrl } from '../keys/key-url';
import type { ArmDependent } from './arm-dependent';
import type { Dependent, Move } from './dependent';
import type { Resource, Standing } from './look';
import type { Place } from './reference';
import { filled } from './write-body';

/** What is wanted of a dependent, and since when. */
export interface Wish {
  readonly dependent: Dependent;
  readonly key: KeyUrl;
  readonly to: string;
  readonly nudge: boolean;
  readonly startedAt: Date;
  readonly now: Date;
}

/** What to do next: say where it stands, or write once; an empty version makes references versionless again. */
export type Decision =
  | { readonly do: 'answer'; readonly answer: Pick<Move, 'state' | 'proof' | 'because'>; readonly lookAgainMs?: number }
  | { readonly do: 'write'; readonly resource: Resource; readonly places: readonly Place[]; readonly version: string };

type Here = Extract<Standing, { is: 'here' }>;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const settled = (proof: Move['proof'], because?: string): Decision => ({
  do: 'answer',
  answer: { state: 'settled', proof, ...(because && { because }) },
});
const unproven = (state: 'failed' | 'needs-person', because: string): Decision => ({
  do: 'answer',
  answer: { state, proof: 'unproven', because },
});

interface Patience {
  readonly ms: number;
  readonly lookEveryMs: number;
}

/** Pending until patience is over, then `otherwise`. */
const waitFor = (
  { ms, lookEveryMs }: Patience,
  { startedAt, now }: Wish,
  because: string,
  otherwise: Decision,
): Decision => {
  const left = startedAt.getTime() + ms - now.getTime();
  if (left <= 0) return otherwise;
  const answer = { state: 'pending', proof: 'unproven', because } as const;
  return { do: 'answer', answer, lookAgainMs: Math.min(left, lookEveryMs) };
};

const isOver = (ms: number, { startedAt, now }: Wish): boolean => now.getTime() - startedAt.getTime() >= ms;

const uses =
  (to: string) =>
  ({ inUse }: Place): boolean =>
    inUse === to;

/** The longest documented lag of the places. */
const lagOf = (places: readonly Place[]): Patience => {
  const ms = Math.max(...places.map(({ follows }) => Duration.fromObject(follows?.within ?? {}).toMillis()));
  return { ms, lookEveryMs: Math.max(minute, Math.min(hour, ms / 12)) };
};

const versionsOf = (places: readonly Place[]): string =>
  [...new Set(places.map(({ inUse, version }) => inUse ?? version ?? 'a version it does not show'))].join(', ');

/** In an emergency, followers that can be made to move at once are written; else they have their documented time. */
const follow = (places: readonly Place[], standing: Here, wish: Wish): Decision => {
  const lag = lagOf(places);
  const time = Duration.fromMillis(lag.ms, { locale: 'en' }).rescale().toHuman();
  const nudges = wish.nudge && wish.dependent.mode === 'following' && places.every(({ follows }) => follows?.nudge);
  if (nudges && !isOver(lag.ms, wish)) return { do: 'write', resource: standing.resource, places, version: wish.to };
  if (standing.followError) {
    return unproven('failed', `Following failed: ${standing.followError} Cure this, then start again.`);
  }
  const because = `It follows by itself within ${time}.`;
  if (!standing.failed && places.every(({ inUse }) => !inUse)) {
    return waitFor(lag, wish, because, settled('assumed', `It shows no version; ${time} to follow are over.`));
  }
  const late = `Still on ${versionsOf(places)} after ${time}. Check that its identity may use the key and that the vault lets it in.`;
  return waitFor(lag, wish, because, unproven('failed', late));
};

/** Pinned references move by one write, and only from the version that was planned for. */
const point = (places: readonly Place[], { resource }: Here, adapter: ArmDependent, wish: Wish): Decision => {
  const { dependent, to } = wish;
  if (dependent.mode !== 'pinned') {
    return unproven('failed', `It was planned as ${dependent.mode} and is pinned now. Start again to plan anew.`);
  }
  const asPlanned = places.every(
    ({ version, inUse }) => [version, inUse].includes(dependent.version) || version === to,
  );
  if (dependent.version && !asPlanned) {
    return unproven(
      'failed',
      `Planned from ${dependent.version}, found on ${versionsOf(places)}. Start again to plan anew.`,
    );
  }
  if (adapter.writes.length === 0) {
    return unproven('needs-person', `Rewrap does not write ${adapter.type}. Point it at version ${to} by hand.`);
  }
  if (isOver(day, wish)) {
    return unproven(
      'failed',
      `After a day of trying still on ${versionsOf(places)}. Look at the resource, then start again.`,
    );
  }
  return { do: 'write', resource, places, version: to };
};

/** Nothing is written to a resource that is being changed already. Told apart from a stuck one after a day. */
const whileBusy = (busy: string, wish: Wish): Decision =>
  waitFor(
    { ms: day, lookEveryMs: 2 * minute },
    wish,
    `Wait: ${busy}.`,
    unproven('failed', `After a day still: ${busy}. Look at the resource, then start again.`),
  );

/** What a nudge has pinned to the new version and must make versionless again. */
const toRelease = (places: readonly Place[], { nudge, dependent, to }: Wish): readonly Place[] => {
  const pinned = places.filter(({ follows }) => !follows);
  const byNudge = nudge && dependent.mode === 'following' && pinned.every(({ version }) => version === to);
  return byNudge ? pinned : [];
};

const whenThere = ({ places, resource }: Here, wish: Wish): Decision => {
  const release = toRelease(places, wish);
  return release.length > 0 ? { do: 'write', resource, places: release, version: '' } : settled('read-back');
};

const whileHere = (standing: Here, adapter: ArmDependent, wish: Wish): Decision => {
  const { places, mode, busy, failed } = standing;
  const { to, key, dependent } = wish;
  if (busy) return whileBusy(busy, wish);
  if (places.every(uses(to))) return whenThere(standing, wish);
  if (mode === 'by-hand' && adapter.byHand) {
    const steps = filled(adapter.byHand.steps, { key, version: to }).replaceAll('{id}', dependent.id);
    return unproven('needs-person', steps);
  }
  const behind = places.filter(({ follows, version, inUse }) => !follows && (failed ? inUse : version) !== to);
  if (behind.length > 0) return point(behind, standing, adapter, wish);
  const following = places.filter((place) => place.follows && !uses(to)(place));
  if (following.length > 0) return follow(following, standing, wish);
  return whileBusy('it names the new version and does not use it yet', wish);
};

/**
 * The next thing for one dependent. Whoever was deleted or turned to another key since it was found is left alone and only
 * `assumed`: it may be restored as it was, and would need the old version then.
 */
export const decideMove = (standing: Standing, adapter: ArmDependent, wish: Wish): Decision => {
  if (standing.is === 'gone') return settled('assumed', 'It is gone. If it is restored, it needs the old version.');
  if (standing.is === 'elsewhere') return settled('assumed', 'It refers to another key by now; nothing was changed.');
  return whileHere(standing, adapter, wish);
};
