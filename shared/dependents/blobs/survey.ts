import type { KeyUrl } from '../../keys/key-url';
import type { BlobContainers } from './blob-containers';
import { wrappedKeyIn } from './envelope';

/** What a look through a container has shown. */
export interface Survey {
  /** Blobs, snapshots and versions that the key has wrapped. */
  readonly ours: number;
  /** Those that bear encryption data which nobody can read. */
  readonly garbled: number;
  /** Versions that wrapped ours; `undefined` among them where an id names none. */
  readonly versions: ReadonlySet<string | undefined>;
  /** False where time was over before the container was. */
  readonly whole: boolean;
}

const pageSize = 5_000;
const longestMs = 120_000;

/** Looks through a container for as long as one call may take. Writes nothing. */
export const survey = async (
  { blobs, now }: { blobs: BlobContainers; now: () => Date },
  container: string,
  key: KeyUrl,
): Promise<Survey> => {
  const until = now().getTime() + longestMs;
  const versions = new Set<string | undefined>();
  let [ours, garbled] = [0, 0];
  let from: string | undefined;
  do {
    const page = await blobs.list(container, { size: pageSize, ...(from && { from }) });
    for (const { metadata } of page.blobs) {
      const wrapped = wrappedKeyIn(metadata, key);
      if (wrapped === 'garbled') garbled += 1;
      if (typeof wrapped === 'string') continue;
      ours += 1;
      versions.add(wrapped.version);
    }
    from = page.next;
  } while (from && now().getTime() < until);
  return { ours, garbled, versions, whole: !from };
};
