import type { KeyUrl } from '../keys/key-url';

/** Name under which an owner registers, with the workspace, the key that may be used on the way. */
export const spareName = 'rewrap-spare';

/** A key that the workspace knows, and may be pointed at by its name. */
export interface Registered {
  readonly name: string;
  readonly key: KeyUrl;
}

/** What is known of a workspace on its way. */
export interface Crossing {
  readonly key: KeyUrl;
  readonly toKey: KeyUrl;
  /** The key that it names now; absent where that is none that we can read. */
  readonly current?: KeyUrl;
  readonly registered: readonly Registered[];
  /** The last change of the workspace failed. */
  readonly failed: boolean;
  /** What was last begun: to use the spare key, or to come back from it. */
  readonly stage?: 'to-spare' | 'back' | 'there';
  /** Dedicated SQL pools that are not online: they would not be encrypted anew. */
  readonly offline: readonly string[];
  /** A person has said that it is done. */
  readonly said: boolean;
}

/** The next thing. */
export type Turn =
  | { readonly do: 'point'; readonly at: Registered; readonly stage: 'to-spare' | 'back' | 'there' }
  | { readonly do: 'register'; readonly as: Registered }
  | { readonly do: 'settle'; readonly because: string }
  | { readonly do: 'ask'; readonly why: 'no-spare' | 'foreign-spare' | 'pools-offline' };

const vaultIn = (key: KeyUrl): string => key.slice(0, key.indexOf('/keys/'));
const nameIn = (key: KeyUrl): string => key.slice(key.lastIndexOf('/') + 1);

const known = ({ registered }: Crossing, key: KeyUrl): Registered | undefined =>
  registered.find((each) => each.key === key && each.name !== spareName);

/** To a key that it can be pointed at, registering it first where it is not known. */
const pointed = (crossing: Crossing, key: KeyUrl, stage: 'back' | 'there'): Turn => {
  const at = known(crossing, key);
  if (at) return { do: 'point', at, stage };
  const taken = crossing.registered.some(({ name }) => name.toLowerCase() === nameIn(key));
  return { do: 'register', as: { name: taken ? `${nameIn(key)}-rewrap` : nameIn(key), key } };
};

const towardsSpare = (crossing: Crossing, spare: Registered | undefined): Turn => {
  if (!spare) return { do: 'ask', why: 'no-spare' };
  if (vaultIn(spare.key) !== vaultIn(crossing.key) || spare.key === crossing.key)
    return { do: 'ask', why: 'foreign-spare' };
  if (crossing.offline.length > 0) return { do: 'ask', why: 'pools-offline' };
  return { do: 'point', at: spare, stage: 'to-spare' };
};

/** Straight to another key. */
const elsewhere = (crossing: Crossing): Turn => {
  const { toKey, current, failed, offline } = crossing;
  if (current === toKey && !failed) return { do: 'settle', because: 'It names the other key.' };
  return offline.length > 0 ? { do: 'ask', why: 'pools-offline' } : pointed(crossing, toKey, 'there');
};

/** There and back, from the key itself. */
const home = (crossing: Crossing, spare: Registered | undefined): Turn => {
  const { key, stage, failed, said } = crossing;
  if (stage === 'back' && !failed) {
    return { do: 'settle', because: 'It went to the spare key and came back, which takes the newest version.' };
  }
  if (said) return { do: 'settle', because: 'A person said that its data is encrypted anew.' };
  return stage === 'back' ? pointed(crossing, key, 'back') : towardsSpare(crossing, spare);
};

/**
 * A workspace takes up a new version of its key only by using another key meanwhile: there and back, each time encrypting all
 * data anew. Every turn is one write, and after each it names a key that exists and works, wherever it stops. Pure.
 */
export const nextTurn = (crossing: Crossing): Turn => {
  const { key, toKey, current, registered } = crossing;
  const spare = registered.find(({ name }) => name === spareName);
  const isOnSpare = spare !== undefined && current === spare.key && current !== key && current !== toKey;
  if (isOnSpare) return pointed(crossing, toKey, 'back');
  if (current !== key && current !== toKey) {
    return { do: 'settle', because: 'It refers to another key by now; nothing was changed.' };
  }
  return toKey === key ? home(crossing, spare) : elsewhere(crossing);
};
