import * as z from 'zod';
import { foundBySweep } from '../../shared/alerts/finding-wording';
import { keyInTrouble, vaultInTrouble } from '../../shared/alerts/wording';
import { inBatches } from '../../shared/dependents/in-batches';
import { searchedSince } from '../../shared/dependents/search-in-turn';
import { inOnePart, SearchUnfinished } from '../../shared/dependents/search-parts';
import { messageOf } from '../../shared/errors';
import type { KeyUrl } from '../../shared/keys/key-url';
import { keepNativePolicy } from '../../shared/posture/keep-native-policy';
import { lookAtVault } from '../../shared/posture/look-at-vault';
import type { RotationRequest } from '../../shared/rotations/request';
import { orRefused } from '../../shared/refusal';
import { lookAtKey, type Look } from '../../shared/rotations/look-at-key';
import { missingKeys } from '../../shared/rotations/missing-keys';
import { requestRotation } from '../../shared/rotations/request-rotation';
import { step, type StepWorld } from '../durable';

/** A sweep reads once, for all keys that it sees within this time, who uses keys of a vault. */
const sharedMs = 5 * 60_000;

const atOnce = 5;

const Swept = z.object({
  keys: z.int(),
  next: z.string().optional(),
  started: z.int().optional(),
  searchedSince: z.iso.datetime().optional().describe('The search takes more than one step: say this with the next'),
  again: z.boolean().optional().describe('The next is this very page, whose search is not over'),
});

/**
 * Looks at one page of a vault's keys, and after the last one at those that it does not list any more, and at the vault
 * itself. A key or vault that cannot be looked at is told of, and the others go on.
 */
export const sweepKeys = step({
  name: 'sweepKeys',
  input: z.object({
    vault: z.string(),
    from: z.string().optional(),
    starts: z.int().optional().describe('Rotations that may still be started; absent: any number'),
    searchedSince,
  }),
  output: Swept,
  run: (input, world) => inOnePart(() => sweepPage(input, world)),
});

interface Page {
  readonly vault: string;
  readonly from?: string | undefined;
  readonly starts?: number | undefined;
  readonly searchedSince?: string | undefined;
}

async function sweepPage(
  { vault, from, starts = Number.POSITIVE_INFINITY, searchedSince }: Page,
  world: StepWorld,
): Promise<z.infer<typeof Swept>> {
  const notOlderThan = searchedSince ? new Date(searchedSince) : new Date(world.now().getTime() - sharedMs);
  const page = await orRefused(() => world.keys.list(vault, from));
  if ('refused' in page) {
    await world.alerts.raise(vaultInTrouble(vault, page.refused, world.now()));
    await lookAtVault(world, vault, { notOlderThan, refused: page.refused });
    return { keys: 0 };
  }
  const own = page.keys.filter(({ managed }) => !managed).map(({ key }) => key);
  const goesOn = { searchedSince: notOlderThan.toISOString() };
  const { started, unfinished } = await sweepEach(world, own, { notOlderThan, starts });
  if (unfinished) return { keys: 0, started, again: true, ...goesOn };
  if (page.next === undefined) {
    const missing = await sweepEach(world, await missingKeys(world, vault), { notOlderThan, starts: 0 });
    if (missing.unfinished) return { keys: 0, started, again: true, ...goesOn };
    await lookAtVault(world, vault, { notOlderThan });
  }
  const next = page.next !== undefined && { next: page.next, ...(searchedSince && goesOn) };
  return { keys: page.keys.length, started, ...next };
}

/** A sweep that has searched for so long tells postures without dependents, and says so: what is due must not wait. */
const longestSearchMs = 3_600_000;

/**
 * Looks side by side, because looks change nothing, then acts, where it is overdue first. Answers how many rotations were started,
 * and whether looks are left for whose search this step had no time.
 */
async function sweepEach(
  world: StepWorld,
  keys: readonly KeyUrl[],
  { notOlderThan, starts }: { notOlderThan: Date; starts: number },
): Promise<{ started: number; unfinished: boolean }> {
  const orBlind = world.now().getTime() - notOlderThan.getTime() > longestSearchMs;
  const looks = await inBatches(keys, atOnce, async (key) => ({
    key,
    look: await lookAtKey(world, key, notOlderThan, { orBlind }).catch((error: unknown) =>
      error instanceof SearchUnfinished ? ('unfinished' as const) : { failed: messageOf(error) },
    ),
  }));
  const done = looks.flatMap(({ key, look }) => (look === 'unfinished' ? [] : [{ key, look }]));
  const isOverdue = ({ look }: (typeof done)[number]) => !('failed' in look) && look.posture.state === 'overdue';
  let started = 0;
  for (const { key, look } of done.toSorted((a, b) => Number(isOverdue(b)) - Number(isOverdue(a)))) {
    if ('failed' in look) await world.alerts.raise(keyInTrouble(key, look.failed, world.now()));
    else if (await act(world, key, { look, mayStart: started < starts })) started += 1;
  }
  return { started, unfinished: done.length < looks.length };
}

/** Does what the look at a key asks for. True when a rotation that nobody had asked for yet was started. */
async function act(
  world: StepWorld,
  key: KeyUrl,
  { look: { posture, due, gone, news, native }, mayStart }: { look: Look; mayStart: boolean },
): Promise<boolean> {
  try {
    if (gone) await world.alerts.raise(keyInTrouble(key, gone, world.now()));
    const isNew = due !== undefined && (await isPostponable(world, due));
    if (due && (mayStart || !isNew)) await requestRotation(world, due);
    for (const finding of news) await world.alerts.raise(foundBySweep(finding, world.now()));
    const kept = native && (await keepNativePolicy(world, key, native));
    await world.posture.put({ ...posture, ...kept });
    return isNew && mayStart;
  } catch (error) {
    await world.alerts.raise(keyInTrouble(key, messageOf(error), world.now()));
    return false;
  }
}

/** What was asked for already waits for itself, and a version that is there already must not wait to be followed. */
const isPostponable = async ({ requests }: StepWorld, { id, cause }: RotationRequest): Promise<boolean> =>
  cause === 'schedule' && (await requests.get(id)) === undefined;
