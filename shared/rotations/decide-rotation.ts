import { madeBy, operationTag, type KeyVersion } from '../keys/key-version';
import { dueForRotation } from './due-for-rotation';
import { currentOf, type KeyFacts } from './key-facts';
import { isTakenBack, isUndoing } from './undo';
import type { RotationMode, RotationRecord, RotationState } from './record';
import { isServedByMove } from './served-by-move';
import { isEmergency, type Cause, type RotationRequest } from './request';

/** What to do about a key now. `serves` are the requests that it answers; `closes` those that need nothing (any more). */
export type Decision =
  | { readonly do: 'resume'; readonly record: RotationRecord }
  | {
      readonly do: 'repair';
      readonly record: RotationRecord;
      readonly serves: readonly RotationRequest[];
      readonly closes: readonly Closing[];
    }
  | {
      readonly do: 'begin';
      readonly mode: RotationMode;
      readonly cause: Cause;
      readonly from: KeyVersion;
      readonly to?: KeyVersion;
      readonly serves: readonly RotationRequest[];
      readonly closes: readonly Closing[];
    }
  | { readonly do: 'nothing'; readonly closes: readonly Closing[] };

/** A request that needs no rotation, and why. */
export interface Closing {
  readonly request: RotationRequest;
  readonly outcome: string;
  /** The rotation that has answered it. */
  readonly rotationId?: string;
}

/**
 * The one place that decides whether a key is rotated. Pure: the same facts always give the same answer. A rotation that
 * was begun is finished first; a request is served only if the vault agrees that there is something to do.
 */
export function decideRotation(
  facts: KeyFacts,
  requests: readonly RotationRequest[],
  { repair }: { repair: boolean },
): Decision {
  const unfinished = facts.records.find(({ closedAt }) => closedAt === undefined);
  if (unfinished) return { do: 'resume', record: unfinished };

  // Whoever asks meanwhile is served when the undo is over; an emergency overtakes it.
  const undoing = facts.records.slice(0, 1).some(isUndoing);
  if (undoing && !requests.some(({ cause }) => isEmergency(cause))) return { do: 'nothing', closes: [] };

  const current = currentOf(facts);
  if (!current || !facts.inScope) {
    const outcome = facts.inScope ? `key is ${facts.presence}` : 'key is out of scope';
    return { do: 'nothing', closes: requests.map((request) => ({ request, outcome })) };
  }

  const moved = movedTo(facts);
  if (moved) {
    const outcome = `${moved.toKey} has taken the place of the key, and everything was moved to it: name that one`;
    const answered = (request: RotationRequest) => isServedByMove(moved, request) && { rotationId: moved.id };
    return { do: 'nothing', closes: requests.map((request) => ({ request, outcome, ...answered(request) })) };
  }

  const judged = requests.map((request) => ({ request, verdict: judge(request, current, facts) }));
  const closes = judged.flatMap(({ request, verdict }) =>
    verdict.serve ? [] : [{ request, outcome: verdict.because }],
  );
  const serves = judged.filter(({ verdict }) => verdict.serve).map(({ request }) => request);

  return begin(facts, current, { serves, closes }) ?? repairOrNothing(facts, current, { closes, repair });
}

interface Judged {
  readonly serves: readonly RotationRequest[];
  readonly closes: readonly Closing[];
}

/** The rotation that the requests call for, if any do. */
function begin(facts: KeyFacts, current: KeyVersion, { serves, closes }: Judged): Decision | undefined {
  const wanted = serves.filter(({ cause }) => cause !== 'foreign-version');
  if (wanted.length > 0) {
    const stopped = repairable(facts, current);
    if (stopped && wanted.every((request) => asksForTheRest(request, stopped)))
      return { do: 'repair', record: stopped, serves: wanted, closes };
    const former = facts.versions.at(-2);
    if (former && wanted.every(({ toCurrent }) => toCurrent))
      return { do: 'begin', mode: 're-wrap', cause: 'manual', from: former, to: current, serves: wanted, closes };
    return { do: 'begin', mode: 'rotate', cause: mostUrgent(wanted), from: current, serves, closes };
  }
  const predecessor = facts.versions.at(-2);
  if (serves.length === 0 || !predecessor) return undefined;
  return { do: 'begin', mode: 're-wrap', cause: 'foreign-version', from: predecessor, to: current, serves, closes };
}

function repairOrNothing(
  facts: KeyFacts,
  current: KeyVersion,
  { closes, repair }: { closes: readonly Closing[]; repair: boolean },
): Decision {
  const broken = repair && closes.length === 0 ? repairable(facts, current) : undefined;
  return broken ? { do: 'repair', record: broken, serves: [], closes } : { do: 'nothing', closes };
}

type Verdict = { readonly serve: true } | { readonly serve: false; readonly because: string };

const servedUnless = (because: string | false): Verdict => (because ? { serve: false, because } : { serve: true });

function judge(request: RotationRequest, current: KeyVersion, facts: KeyFacts): Verdict {
  if (isEmergency(request.cause)) return { serve: true };
  const leavingFor = repairable(facts, current)?.toKey;
  if (leavingFor) return { serve: false, because: `its dependents are moving to ${leavingFor}` };
  switch (request.cause) {
    case 'foreign-version':
      return servedUnless(!isForeign(facts) && 'the newest version is our own or already dealt with');
    case 'departure':
      // Whoever left may have had the version of a rotation that was still under way then.
      return servedUnless(
        current.createdOn >= request.requestedAt && 'the newest version was made after the access was gone',
      );
    case 'manual':
    case 'drill':
      return judgeWish(request, current, facts);
    default:
      return judgeDueness(current, facts);
  }
}

/** Any rotation that ends after it was made fulfils it. */
function judgeWish(request: RotationRequest, current: KeyVersion, facts: KeyFacts): Verdict {
  if (request.toCurrent && facts.versions.length < 2)
    return { serve: false, because: 'the key has no former version that anything could be on' };
  return servedUnless(rotatedSince(request, current, facts) && 'rotated since it was asked for');
}

function judgeDueness(current: KeyVersion, facts: KeyFacts): Verdict {
  // Without a class there is no period to compare with: let the plan park it, so that a person hears.
  if (!facts.class) return { serve: true };
  const { state, because } = dueForRotation(current, facts.class, facts.native, facts.now);
  return state === 'current' ? { serve: false, because: `not due: ${because}` } : { serve: true };
}

/**
 * A wish made while a rotation was under way is fulfilled by that rotation, unless it stopped half-way, or only moved dependents
 * to the version that was there.
 */
const rotatedSince = ({ requestedAt }: RotationRequest, current: KeyVersion, { records }: KeyFacts): boolean =>
  records.some(
    ({ to, closedAt, state, mode, cause }) =>
      to === current.version &&
      !isStopped(state) &&
      (mode === 'rotate' || cause === 'foreign-version') &&
      closedAt !== undefined &&
      closedAt >= requestedAt,
  );

/** True when the newest version was made by someone else, has a predecessor, and no rotation of ours has dealt with it. */
export function isForeign(facts: KeyFacts): boolean {
  const current = currentOf(facts);
  if (!current || facts.versions.length < 2) return false;
  const tag = current.tags[operationTag];
  const ours =
    tag !== undefined &&
    madeBy(facts.versions, tag)?.version === current.version &&
    facts.records.some(({ id }) => id === tag);
  return !ours && !facts.records.some(({ to }) => to === current.version);
}

const isOpen = (state: RotationState): boolean => state === 'partial' || isStopped(state);

/** The rotation to the key that took the place of this one, if it was the last and is proven. */
const movedTo = ({ records: [last] }: KeyFacts): RotationRecord | undefined =>
  last?.state === 'proven' && last.toKey ? last : undefined;

const isStopped = (state: RotationState): boolean => state === 'parked' || state === 'failed';

/**
 * The newest rotation, if it left dependents behind or stopped half-way, its version is still the newest, and nobody had it
 * taken back.
 */
const repairable = ({ records }: KeyFacts, current: KeyVersion): RotationRecord | undefined =>
  records
    .slice(0, 1)
    .filter((record) => !isTakenBack(record))
    .find(
      ({ state, to, toKey }) => isOpen(state) && to !== undefined && (to === current.version || toKey !== undefined),
    );

/** Whoever asks again for what stopped after its version was made means that version; it may not be what leaked, though. */
const asksForTheRest = (request: RotationRequest, stopped: RotationRecord): boolean => {
  const { cause, toCurrent = false } = request;
  const { mode, state } = stopped;
  return toCurrent || (cause === 'manual' && mode === 'rotate' && isStopped(state)) || isServedByMove(stopped, request);
};

const mostUrgent = (requests: readonly RotationRequest[]): Cause => {
  const [first] = requests;
  return requests.find(({ cause }) => isEmergency(cause))?.cause ?? first?.cause ?? 'manual';
};
