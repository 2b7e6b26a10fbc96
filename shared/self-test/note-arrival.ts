import * as z from 'zod';
import type { World } from '../world';
import { kindInId } from './self-test';

const Event = z.object({ id: z.string() });

/**
 * Notes the arrival of our own synthetic event. True where the event was one: there is nothing else to do with it. One that only
 * looks like it, without the id that was sent last, is taken like any other.
 */
export async function noteArrival(
  { selfTests, now }: Pick<World, 'selfTests' | 'now'>,
  raw: unknown,
): Promise<boolean> {
  const id = Event.safeParse(raw).data?.id ?? '';
  const kind = kindInId(id);
  const last = kind && (await selfTests.last(kind));
  if (last?.id !== id) return false;
  if (last.arrivedAt === undefined) await selfTests.put({ ...last, arrivedAt: now().toISOString() });
  return true;
}
