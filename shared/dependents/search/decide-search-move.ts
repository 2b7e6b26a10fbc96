import type { KeyUrl } from '../../keys/key-url';
import { byHand, underWay, type Outcome } from '../coded-dependent';
import type { Dependent } from '../dependent';
import type { SearchKey } from './search-object';

/** What is wanted of an object, and where it stands. */
export interface SearchWish {
  readonly dependent: Dependent;
  readonly key: KeyUrl;
  readonly to: string;
  readonly toKey: KeyUrl;
  readonly undo: boolean;
  readonly startedAt: Date;
  readonly now: Date;
  /** The key that it names; absent where it is gone. */
  readonly current?: SearchKey;
  /** Its secrets cannot be read, so it cannot be sent back whole. */
  readonly hidden: boolean;
}

/** Documented for keys without version; that of keys in caches is an hour. */
export const lagHours = 24;
const lagMs = lagHours * 60 * 60_000;

const settled = (proof: 'read-back' | 'assumed', because?: string): Outcome => ({
  state: 'settled',
  proof,
  ...(because && { because }),
});
const failed = (because: string): Outcome => ({ state: 'failed', proof: 'unproven', because });

const follow = ({ startedAt, now, undo, to }: SearchWish): Outcome => {
  if (undo) {
    const because = `It names no version and follows the newest, so it cannot be held at ${to}.`;
    return { state: 'needs-person', proof: 'unproven', because };
  }
  const left = startedAt.getTime() + lagMs - now.getTime();
  if (left <= 0) return settled('assumed', `It shows no version; ${lagHours} hours to follow are over.`);
  return underWay(now, `It follows by itself within ${lagHours} hours.`, Math.min(left / 1_000, 3_600));
};

const forPerson = ({ dependent, toKey, to }: SearchWish): Outcome =>
  byHand('The service does not show a secret that this object holds, and sending it back without might lose it.', [
    `Send ${dependent.id} anew from where its definition is kept, with its secrets and with keyVaultKeyVersion ${to} of ${toKey}.`,
    'Start this rotation again to have it verified.',
  ]);

/** Why what is found is not what was planned for. */
const unplanned = ({ dependent, undo }: SearchWish, version: string | undefined): string | undefined => {
  const next = undo ? 'It is left as it is.' : 'Start again to plan anew.';
  if (!version) return undefined;
  if (dependent.version && version !== dependent.version) {
    return `Expected it on ${dependent.version}, found it on ${version}. ${next}`;
  }
  return dependent.mode === 'pinned' ? undefined : `It was planned as ${dependent.mode} and is pinned now. ${next}`;
};

/** What needs no write, for an object that names the key which it is to use. */
const there = (wish: SearchWish, version: string | undefined): Outcome | undefined => {
  if (version === wish.to) return settled('read-back');
  return version ? undefined : follow(wish);
};

/** The next thing for one object: an answer, or the key to point it at. Pure. */
export const decideSearchMove = (wish: SearchWish): Outcome | { readonly point: SearchKey } => {
  const { key, to, toKey, current } = wish;
  if (!current) {
    return settled('assumed', 'It is gone. If it is made anew from a former definition, it needs the old version.');
  }
  const { version } = current;
  if (current.key !== key && current.key !== toKey) {
    return settled('assumed', 'It refers to another key by now; nothing was changed.');
  }
  const answer = current.key === toKey ? there(wish, version) : undefined;
  if (answer) return answer;
  const otherwise = unplanned(wish, version);
  if (otherwise) return failed(otherwise);
  return wish.hidden ? forPerson(wish) : { point: { key: toKey, ...(version && { version: to }) } };
};
