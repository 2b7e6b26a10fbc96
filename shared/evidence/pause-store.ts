import * as z from 'zod';
import { Pause } from '../rotations/pause';
import type { Pauses } from '../world';
import { take } from './listed-rows';
import type { Rows } from './rows';

/** A pause, and who ended it. */
export const PauseRow = Pause.extend({
  endedBy: z.string().exactOptional(),
  endedAt: z.iso.datetime().exactOptional(),
});
export type PauseRow = z.infer<typeof PauseRow>;

const open = 'open';
const over = 'over';

/** Open pauses lie in a partition of their own, since every look at a key asks for them; the others are evidence. */
export const pauseStore = (rows: Rows<PauseRow>): Pauses => ({
  put: (pause) => rows.put({ partition: open, row: pause.id }, pause),
  async list() {
    const found = await take(rows.list(open));
    return found.map((row) => Pause.parse(row)).toSorted((a, b) => a.at.localeCompare(b.at));
  },
  async end(id, by, at) {
    const found = await rows.get({ partition: open, row: id });
    if (!found) return undefined;
    const { value } = found;
    await rows.put({ partition: over, row: `${id}-${value.at}` }, { ...value, endedBy: by, endedAt: at });
    await rows.remove(found);
    return Pause.parse(value);
  },
});
