import { reachOf } from '../access/reach-of';
import { messageOf } from '../errors';
import { KeyUrl } from '../keys/key-url';
import type { World } from '../world';
import { type Holding, withTags } from './scope';

const freshForMs = 5 * 60_000;

/** Every key that a principal could use, manage, carry away, or give itself access to. What could not be seen is named. */
export async function holdingOfPrincipal(
  world: Pick<World, 'access' | 'keys' | 'policy' | 'now'>,
  principal: string,
): Promise<Holding> {
  try {
    const { scope } = await world.policy();
    const facts = await world.access.facts(scope, new Date(world.now().getTime() - freshForMs));
    const { objects, unseen } = reachOf(principal, facts);
    const ofKind = (wanted: string) =>
      objects.filter(({ kind }) => kind === wanted).flatMap(({ id }) => KeyUrl.safeParse(asKey(id)).data ?? []);
    const certificates = ofKind('certificate');
    const backing = new Set(certificates);
    const keys = await withTags(
      world,
      ofKind('key').filter((key) => !backing.has(key)),
    );
    return {
      keys,
      certificates,
      unreadable: unseen.map(({ scope: place, because }) => ({ vault: place, because })),
    };
  } catch (error) {
    return { keys: [], certificates: [], unreadable: [{ vault: `principal/${principal}`, because: messageOf(error) }] };
  }
}

/** A certificate has a key of the same name. */
const asKey = (id: string): string => id.replace('/certificates/', '/keys/');
