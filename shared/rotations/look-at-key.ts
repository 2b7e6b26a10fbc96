import type { Discovery } from '../dependents/dependent';
import { SearchUnfinished, unsearched } from '../dependents/search-parts';
import type { KeyUrl } from '../keys/key-url';
import { keyId, recoverCommand } from '../keys/key-url';
import { hashOf } from '../hash';
import { protectionOf } from '../posture/protection';
import type { EstateFinding } from '../posture/estate-finding';
import { judgeKey } from '../posture/judge-key';
import type { KeyPosture } from '../posture/key-posture';
import { gatherKeyView } from '../posture/key-view';
import { nativeWish, type NativeWish } from '../posture/native-wish';
import { newsIn } from '../posture/news';
import type { World } from '../world';
import { isForeign } from './decide-rotation';
import { dueForRotation } from './due-for-rotation';
import { currentOf, gatherKeyFacts, type KeyFacts } from './key-facts';
import { pausedInWords, pauseFor } from './pause';
import { postureOf } from './key-state';
import { restOf } from './spread';
import type { Cause, RotationRequest } from './request';

/** How long a rotation that was parked or failed rests before the sweep tries the key again. */
const restAfterFailure = 24 * 3_600_000;

/** What a look at a key found: its posture, the request that is due, if any, and what became of a key that was there before. */
export interface Look {
  readonly posture: KeyPosture;
  readonly due?: RotationRequest;
  readonly gone?: string;
  /** The rotation policy that the vault is to hold, where it was not set so before. */
  readonly native?: NativeWish;
  /** Findings that people must hear of, or hear again. */
  readonly news: readonly EstateFinding[];
}

/**
 * Compares one key with the policy. A due request's id follows from the version, so that every sweep asks for the same
 * thing only once. Write the request and tell the news before the posture: what was seen counts as dealt with. Its dependents
 * may be seen as they were at `notOlderThan`: a posture only tells, and decides nothing about them. Nothing is due while the key
 * is paused. `orBlind`: where the search is not over in time, the posture says that nothing was seen.
 */
export async function lookAtKey(
  world: World,
  key: KeyUrl,
  notOlderThan: Date,
  how: { orBlind?: boolean } = {},
): Promise<Look> {
  const facts = await gatherKeyFacts(world, key);
  const discovery = await usersOf(world, key, { ...how, notOlderThan });
  const seen = await world.posture.get(key);
  const due = dueRequest(facts, seen);
  const pause = due && pauseFor(await world.pauses.list(), { key, class: facts.class?.name }, facts.now);
  const gone = whyGone(facts, seen);
  const view = await gatherKeyView(world, facts, { discovery, notOlderThan });
  const native = wishOnce(facts, seen);
  const { findings, news } = newsIn(judgeKey({ ...view, setsNative: native !== undefined }), seen, facts.now);
  const protection = await protectionOf(world, facts, seen);
  const posture = {
    ...postureOf(facts, discovery),
    ...protection,
    ...(findings.length > 0 && { findings }),
    ...setBefore(seen),
  };
  const look = { news, ...(gone && { gone }), ...(native && { native }) };
  if (pause) return { ...look, posture: { ...posture, because: pausedInWords(pause) } };
  return { ...look, posture, ...(due && { due }) };
}

async function usersOf(
  { dependents, policy }: World,
  key: KeyUrl,
  { notOlderThan, orBlind = false }: { notOlderThan: Date; orBlind?: boolean },
): Promise<Discovery> {
  try {
    return await dependents.find(key, await policy(), { notOlderThan });
  } catch (error) {
    if (orBlind && error instanceof SearchUnfinished) return unsearched(error.message);
    throw error;
  }
}

const setBefore = (seen: KeyPosture | undefined): Pick<KeyPosture, 'nativePolicySet'> =>
  seen?.nativePolicySet === undefined ? {} : { nativePolicySet: seen.nativePolicySet };

/** What Rewrap has set before and finds undone is somebody else's wish: that is told, and left alone. */
function wishOnce(facts: KeyFacts, seen: KeyPosture | undefined): NativeWish | undefined {
  const current = currentOf(facts);
  const wish = current && !current.managed ? nativeWish(facts) : undefined;
  return wish?.id === seen?.nativePolicySet ? undefined : wish;
}

function whyGone({ key, presence }: KeyFacts, seen: KeyPosture | undefined): string | undefined {
  if (seen?.version === undefined) return undefined;
  if (presence === 'soft-deleted') return `it was deleted. Recover it: ${recoverCommand(key)}`;
  return presence === 'absent' ? 'it is gone from its vault' : undefined;
}

function dueRequest(facts: KeyFacts, seen: KeyPosture | undefined): RotationRequest | undefined {
  const current = currentOf(facts);
  if (!current || current.managed) return undefined;
  if (isForeign(facts) && isNews(facts, seen)) return request(facts, 'foreign-version', 'someone else made a version');
  if (!facts.class || resting(facts)) return undefined;
  const { state, because, dueAt } = dueForRotation(current, facts.class, facts.native, facts.now);
  const rests = state === 'due' && facts.now.getTime() < dueAt.getTime() + restOf(facts.key);
  return state === 'current' || rests ? undefined : request(facts, 'schedule', because);
}

/** A key that comes into scope with several versions is taken as it is: being installed must not move a whole fleet. */
const isNews = ({ records, versions }: KeyFacts, seen: KeyPosture | undefined): boolean =>
  records.length > 0 || (seen?.version !== undefined && seen.version !== versions.at(-1)?.version);

function resting({ records: [last], now }: KeyFacts): boolean {
  if (!last || !['parked', 'failed'].includes(last.state)) return false;
  return now.getTime() - new Date(last.closedAt ?? last.startedAt).getTime() < restAfterFailure;
}

function request({ key, now, records, versions }: KeyFacts, cause: Cause, reason: string): RotationRequest {
  const version = versions.at(-1)?.version ?? '';
  const attempt = records.filter(({ from }) => from === version).length;
  return {
    id: `${keyId(key)}-${hashOf(cause, key, version, String(attempt)).slice(0, 16)}`,
    key,
    cause,
    reason,
    requestedBy: 'sweep',
    requestedAt: now.toISOString(),
    version,
  };
}
