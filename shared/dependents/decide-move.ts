import { Duration } from 'luxon';
import type { ArmDependent } from './arm-dependent';
import {
  isOver,
  pointing,
  settled,
  unproven,
  waitFor,
  type Decision,
  type Here,
  type Patience,
  type Wish,
} from './decision';
import { patienceMs, type LagSummary } from './lags';
import type { Standing } from './look';
import type { Place } from './reference';
import { holdsForward, refusalOf } from './refusal';
import { filled } from './write-body';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Whether a place uses the version that is wanted. */
export const isThere =
  ({ to, toKey }: Pick<Wish, 'to' | 'toKey'>) =>
  ({ key, inUse }: Place): boolean =>
    key === toKey && inUse === to;

/** The longest documented lag of the places, and how to wait: around the lags measured, and never less than documented. */
const lagOf = (places: readonly Place[], observed: LagSummary | undefined): Patience & { documentedMs: number } => {
  const documentedMs = Math.max(...places.map(({ follows }) => Duration.fromObject(follows?.within ?? {}).toMillis()));
  const spreadMs = observed
    ? Math.max(observed.longest - observed.shortest, observed.longest / 4) * 1_000
    : documentedMs;
  return {
    documentedMs,
    ms: patienceMs(documentedMs, observed),
    lookEveryMs: Math.max(minute, Math.min(hour, spreadMs / 12)),
    notBeforeMs: observed ? observed.shortest * 1_000 : 0,
  };
};

const inWords = (ms: number): string => Duration.fromMillis(ms, { locale: 'en' }).rescale().toHuman();

/** What is usual, and beyond which it is late. */
const usual = ({ documentedMs }: { documentedMs: number }, observed: LagSummary | undefined): string =>
  `${inWords(documentedMs)}${observed ? `; ${observed.count} others took at most ${inWords(observed.longest * 1_000)}` : ''}`;

const versionsOf = (places: readonly Place[]): string =>
  [...new Set(places.map(({ inUse, version }) => inUse ?? version ?? 'a version it does not show'))].join(', ');

/** In an emergency, followers that can be made to move at once are written; else they have their documented time. */
const follow = (places: readonly Place[], standing: Here, wish: Wish): Decision => {
  const lag = lagOf(places, wish.observed);
  const time = inWords(lag.documentedMs);
  const nudges = wish.nudge && wish.dependent.mode === 'following' && places.every(({ follows }) => follows?.nudge);
  if (nudges && !isOver(lag.documentedMs, wish)) return pointing(standing, places, wish, wish.to);
  if (standing.followError) {
    return unproven('failed', `Following failed: ${standing.followError} Cure this, then start again.`);
  }
  const because = `It follows by itself within ${usual(lag, wish.observed)}.`;
  if (!standing.failed && places.every(({ inUse }) => !inUse)) {
    return waitFor(
      { ...lag, ms: lag.documentedMs },
      wish,
      because,
      settled('assumed', `It shows no version; ${time} to follow are over.`),
    );
  }
  const late = `Late: still on ${versionsOf(places)} after ${inWords(lag.ms)}, where it takes ${usual(lag, wish.observed)}. Check that its identity may use the key and that the vault lets it in.`;
  return waitFor(lag, wish, because, unproven('failed', late));
};

/** Why what is found is not what was planned for. */
const unplanned = (pinned: readonly Place[], { dependent, to, undo }: Wish): string | undefined => {
  const next = undo ? 'It is left as it is.' : 'Start again to plan anew.';
  if (pinned.length > 0 && dependent.mode !== 'pinned') {
    return `It was planned as ${dependent.mode} and is pinned now. ${next}`;
  }
  const asPlanned = pinned.every(
    ({ version, inUse }) => [version, inUse].includes(dependent.version) || version === to,
  );
  if (!dependent.version || asPlanned) return undefined;
  return `Expected it on ${dependent.version}, found it on ${versionsOf(pinned)}. ${next}`;
};

/** References move by one write, pinned ones only from the version that was planned for. */
const point = (places: readonly Place[], standing: Here, adapter: ArmDependent, wish: Wish): Decision => {
  const otherwise = unplanned(
    places.filter(({ follows }) => !follows),
    wish,
  );
  if (otherwise) return unproven('failed', otherwise);
  const refusal = refusalOf(adapter, standing.resource, places, wish);
  if (refusal) return unproven('needs-person', refusal);
  if (isOver(day, wish)) {
    return unproven(
      'failed',
      `After a day of trying still on ${versionsOf(places)}. Look at the resource, then start again.`,
    );
  }
  return pointing(standing, places, { ...wish, nudge: false }, wish.to);
};

/** Nothing is written to a resource that is being changed already. Told apart from a stuck one after a day. */
const whileBusy = (busy: string, wish: Wish): Decision =>
  waitFor(
    { ms: day, lookEveryMs: 2 * minute },
    wish,
    `Wait: ${busy}.`,
    unproven('failed', `After a day still: ${busy}. Look at the resource, then start again.`),
  );

/** What a nudge, of this rotation or of one that was cut short, has pinned and must make versionless again. */
const toRelease = (places: readonly Place[], { nudge, dependent, to }: Wish): readonly Place[] => {
  const { mode, pinnedByUs } = dependent;
  const nudged = [nudge ? to : undefined, pinnedByUs].filter((version) => version !== undefined);
  const pinned = places.filter(({ follows }) => !follows);
  return mode === 'following' && pinned.every(({ version = '' }) => nudged.includes(version)) ? pinned : [];
};

/** Some go on by themselves from a version that is not the newest. */
const mayMoveOn = (places: readonly Place[], { undo, key, toKey }: Wish): string | undefined =>
  (undo ?? key !== toKey) && places.some(({ follows }) => follows)
    ? 'It follows by itself: if its key has a newer version, it will move on to that.'
    : undefined;

/** The version is the right one, but the next would not be followed. The error may be of before, and go by itself. */
const whileNotFollowing = (error: string, places: readonly Place[], wish: Wish): Decision => {
  const because = `It is there, but following has failed: ${error}`;
  return waitFor(
    lagOf(places, undefined),
    wish,
    because,
    unproven('failed', `${because} Cure this, then start again.`),
  );
};

const whenThere = (standing: Here, wish: Wish): Decision => {
  const { places } = standing;
  const release = toRelease(places, wish);
  if (standing.followError) return whileNotFollowing(standing.followError, places, wish);
  return release.length > 0 ? pointing(standing, release, wish, '') : settled('read-back', mayMoveOn(places, wish));
};

/**
 * What only a write brings further: pinned to another version, or still turned to the key that it is to leave. A follower whose
 * change to another key failed may name that key and not use it.
 */
const behindOf = ({ places, failed }: Here, { to, toKey, ...wish }: Wish): readonly Place[] =>
  places.filter(({ key, follows, version, inUse }) => {
    if (key !== toKey) return true;
    return follows ? failed && wish.key !== toKey && inUse !== to : (failed ? inUse : version) !== to;
  });

const whileBehind = (standing: Here, adapter: ArmDependent, wish: Wish): Decision => {
  const { places } = standing;
  const release = wish.dependent.pinnedByUs === wish.to ? [] : toRelease(places, { ...wish, nudge: false });
  if (release.length > 0) return pointing(standing, release, wish, '');
  const behind = behindOf(standing, wish);
  if (behind.length > 0) return point(behind, standing, adapter, wish);
  const following = places.filter((place) => place.follows && !isThere(wish)(place));
  if (following.length === 0) return whileBusy('it names the new version and does not use it yet', wish);
  const movedOn = wish.undo && wish.key === wish.toKey;
  return movedOn ? unproven('needs-person', holdsForward(following, wish)) : follow(following, standing, wish);
};

const whileHere = (standing: Here, adapter: ArmDependent, wish: Wish): Decision => {
  const { places, mode, busy } = standing;
  if (busy) return whileBusy(busy, wish);
  if (places.every(isThere(wish))) return whenThere(standing, wish);
  if (mode === 'by-hand' && adapter.byHand) {
    const steps = filled(adapter.byHand.steps, { key: wish.toKey, version: wish.to });
    return unproven('needs-person', steps.replaceAll('{id}', wish.dependent.id));
  }
  return whileBehind(standing, adapter, wish);
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
