import type { KeyUrl } from '../../keys/key-url';
import type { BlobContainers, StoredBlob } from './blob-containers';
import { wrapperIn } from './envelope';

/** Blobs, snapshots and versions that one key has wrapped. */
interface Use {
  readonly blobs: number;
  /** Versions that wrapped them; `undefined` among them where an id names none. */
  readonly versions: ReadonlySet<string | undefined>;
}

/** What a look through a container has shown of one key. */
export interface Survey extends Use {
  /** Those that bear encryption data which nobody can read. */
  readonly garbled: number;
  /** False where time was over before the container was. */
  readonly whole: boolean;
}

/** What a look through a container has shown of every key. */
export interface Census extends Pick<Survey, 'garbled' | 'whole'> {
  readonly uses: ReadonlyMap<KeyUrl, Use>;
}

const pageSize = 5_000;
const longestMs = 120_000;

/** Counts the wrapped keys of a container for as long as one call may take. Writes nothing. */
export const takeCensus = async (
  { blobs, now }: { blobs: BlobContainers; now: () => Date },
  container: string,
): Promise<Census> => {
  const until = now().getTime() + longestMs;
  const uses = new Map<KeyUrl, Use>();
  let garbled = 0;
  let from: string | undefined;
  do {
    const page = await blobs.list(container, { size: pageSize, ...(from && { from }) });
    for (const blob of page.blobs) garbled += count(uses, blob);
    from = page.next;
  } while (from && now().getTime() < until);
  return { uses, garbled, whole: !from };
};

/** Notes one blob in `uses`. Answers how many garbled ones it is. */
const count = (uses: Map<KeyUrl, Use>, { metadata }: StoredBlob): 0 | 1 => {
  const wrapper = wrapperIn(metadata);
  if (wrapper === 'garbled') return 1;
  if (wrapper === 'none') return 0;
  const { blobs, versions } = uses.get(wrapper.key) ?? unused;
  uses.set(wrapper.key, { blobs: blobs + 1, versions: new Set(versions).add(wrapper.version) });
  return 0;
};

const unused: Use = { blobs: 0, versions: new Set() };

/** What the census says of one key. */
export const surveyOf = ({ uses, garbled, whole }: Census, key: KeyUrl): Survey => ({
  ...(uses.get(key) ?? unused),
  garbled,
  whole,
});
