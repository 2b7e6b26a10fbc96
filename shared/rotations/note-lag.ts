import type { Dependent, Move } from '../dependents/dependent';
import { anywhere } from '../dependents/lags';
import type { KeyUrl } from '../keys/key-url';
import type { World } from '../world';

interface Seen {
  readonly dependent: Dependent;
  readonly key: KeyUrl;
  readonly nudge: boolean;
  readonly earlier: Move | undefined;
  readonly move: Move;
}

/** The look before this one, if the dependent only waited then, and followed by itself since. */
const lookBefore = ({ dependent, nudge, earlier, move }: Seen): Move | undefined => {
  const followed = !nudge && dependent.mode === 'following' && move.proof === 'read-back';
  const waited = earlier?.state === 'pending' && earlier.to === move.to && !earlier.operation;
  return followed && waited ? earlier : undefined;
};

/**
 * Notes how long a dependent took to follow, when a look is the first to see it on the version and the look before did not.
 * One that stood still meanwhile for another reason, or was made to move, tells nothing of the service's lag.
 */
export async function noteLag({ keys, lagBook }: Pick<World, 'keys' | 'lagBook'>, seen: Seen): Promise<void> {
  const { dependent, key, move } = seen;
  const before = lookBefore(seen);
  if (!before) return;
  // Whoever may not list the versions any more has moved the dependent all the same.
  const versions = await keys.versions(key).catch(() => []);
  const createdOn = versions.find(({ version }) => version === move.to)?.createdOn;
  if (createdOn === undefined) return;
  const secondsSince = (time: string) => Math.max(0, (Date.parse(move.at) - Date.parse(time)) / 1_000);
  await lagBook.note({
    type: dependent.type,
    region: dependent.region ?? anywhere,
    dependent: dependent.id,
    key,
    version: move.to,
    seconds: secondsSince(createdOn),
    lookInterval: secondsSince(before.at),
    createdOn,
  });
}
