import * as z from 'zod';
import type { AccessFacts } from '../access/facts';

/** Which snapshot holds, and until when it is known to. */
export const LastSnapshot = z.object({ id: z.string(), seenAt: z.iso.datetime() });
export type LastSnapshot = z.infer<typeof LastSnapshot>;

/** Who had access when, as the sweep saw it. A snapshot is kept once for all times that it held: it is evidence. */
export interface Snapshots {
  last(): Promise<LastSnapshot | undefined>;
  get(id: string): Promise<AccessFacts>;
  /** Keeps it and answers its id, which is the same for the same access. */
  keep(facts: AccessFacts): Promise<string>;
  /** Makes it the last one, unless another than `earlier` has become that meanwhile: then false, and nothing changed. */
  replace(last: LastSnapshot, earlier: LastSnapshot | undefined): Promise<boolean>;
}
